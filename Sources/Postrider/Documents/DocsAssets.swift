import Foundation

/// A file of the documentation pages: where it lies when it is installed, and where it is fetched from otherwise.
///
/// Version and integrity are those of the PyPI wheel `drf-spectacular-sidecar` 2026.10.1, which takes the files from the
/// same network and carries Swagger UI 5.33.1 and Redoc 2.5.4.
struct DocsAsset: Sendable {
    /// Below the folder of installed files, and below the page's own path when the gateway serves it.
    let path: String
    let contentType: String
    /// The address of the very same bytes.
    let remote: String
    /// Subresource Integrity, SHA-384.
    let integrity: String

    var name: String { path.split(separator: "/").last.map(String.init) ?? path }

    static let swaggerStyle = DocsAsset(
        path: "swagger-ui-dist/swagger-ui.css",
        contentType: "text/css; charset=utf-8",
        remote: "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5.33.1/swagger-ui.css",
        integrity: "sha384-Ov4/wv3j2bmct8cDc5X4ngJZohVPzEmc6uDPH8WeljUxO5vtoykvMEfbu9Vh6RaW"
    )
    static let swaggerScript = DocsAsset(
        path: "swagger-ui-dist/swagger-ui-bundle.js",
        contentType: "text/javascript; charset=utf-8",
        remote: "https://cdn.jsdelivr.net/npm/swagger-ui-dist@5.33.1/swagger-ui-bundle.js",
        integrity: "sha384-ZPehFMQommnnuaZ4rpxgkgTT2DKFVp4hZC/7pLit+9Lek9T1YGSo23eHFbvNkXkw"
    )
    static let redocScript = DocsAsset(
        path: "redoc/bundles/redoc.standalone.js",
        contentType: "text/javascript; charset=utf-8",
        remote: "https://cdn.jsdelivr.net/npm/redoc@2.5.4/bundles/redoc.standalone.js",
        integrity: "sha384-w447zOpYfw/1Tv/5AK9NfHTlQIqE3RVR6KY62jCyy9zNDgO64cMwGGP1Fj0zJVf5"
    )

    /// Reads the installed file; throws a sentence that names it.
    func installed(in folder: String) throws(MissingAsset) -> TaggedFile {
        let place = folder + "/" + path
        guard let data = FileManager.default.contents(atPath: place) else {
            throw MissingAsset(path: place)
        }
        return TaggedFile(contentType: contentType, bytes: Array(data))
    }
}

/// A file of the documentation pages is not where the configuration says.
struct MissingAsset: Error, CustomStringConvertible {
    let path: String

    var description: String {
        "the documentation pages' file \(path) cannot be read; correct DOCS_ASSETS, or leave it out to use the network"
    }
}
