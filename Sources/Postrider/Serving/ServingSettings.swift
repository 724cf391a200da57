/// How a gateway serves, beside what was declared.
package struct ServingSettings: Sendable {
    /// The address to listen on.
    package var host = "127.0.0.1"
    /// The port to listen on; 0 lets the system choose.
    package var port = 8080
    /// The folder with the unpacked files of the documentation pages; nil refers to a content delivery network.
    package var docsAssets: String?
    /// Whether `X-Forwarded-Prefix` is believed: only where a proxy sets or removes it.
    package var trustsForwardedPrefix = false

    package init() {}
}
