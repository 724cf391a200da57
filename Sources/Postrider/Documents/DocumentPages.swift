import HTTPTypes

/// The document and its pages as routes.
struct DocumentPages: Routes {
    let routes: RouteGroup

    /// Throws ``MissingAsset`` when the folder of installed files does not hold one.
    init(
        _ addresses: DocumentAddresses,
        title: String,
        document: PublishedDocument,
        assets folder: String?
    ) throws(MissingAsset) {
        routes = RouteGroup(hidden: true)
        guard let address = addresses.json else {
            return
        }
        routes.get(address, .context) { document.reply(to: $0.request) }
        if let path = addresses.swaggerUI {
            try Self.declare(.swaggerUI(title: title), at: path, document: address, assets: folder, on: routes)
        }
        if let path = addresses.redoc {
            try Self.declare(.redoc(title: title), at: path, document: address, assets: folder, on: routes)
        }
    }

    private static func declare(
        _ page: DocsPage,
        at path: String,
        document: String,
        assets folder: String?,
        on routes: RouteGroup
    ) throws(MissingAsset) {
        let path = path.hasSuffix("/") ? String(path.dropLast()) : path
        let headers: HTTPFields = [
            .contentSecurityPolicy: page.policy(isInstalled: folder != nil),
            .named("referrer-policy"): "no-referrer",
        ]
        // The page answers with and without a slash at the end, and what is relative to it differs.
        let bare = self.page(page, from: path, to: document, isInstalled: folder != nil)
        let slashed = self.page(page, from: path + "/", to: document, isInstalled: folder != nil)
        routes.get(path.isEmpty ? "/" : path, .context) { context in
            let file = context.request.path.hasSuffix("/") ? slashed : bare
            return file.reply(to: context.request, cacheControl: "no-cache", headers: headers)
        }
        let initializer = TaggedFile(
            contentType: "text/javascript; charset=utf-8",
            bytes: Array(page.initializer.utf8)
        )
        routes.get(path + "/init.js", .context) { initializer.reply(to: $0.request, cacheControl: "no-cache") }
        guard let folder else {
            return
        }
        for asset in page.assets {
            let file = try asset.installed(in: folder)
            routes.get("\(path)/\(asset.name)", .context) {
                file.reply(to: $0.request, cacheControl: "public, max-age=3600")
            }
        }
    }

    private static func page(_ page: DocsPage, from path: String, to document: String, isInstalled: Bool) -> TaggedFile
    {
        let html = page.html(
            base: RelativePath.from(path, to: withoutTrailingSlash(path) + "/"),
            document: RelativePath.from(path, to: document),
            isInstalled: isInstalled
        )
        return TaggedFile(contentType: "text/html; charset=utf-8", bytes: Array(html.utf8))
    }

    private static func withoutTrailingSlash(_ path: String) -> String {
        path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}

/// Addresses relative to a page, which hold behind any proxy's prefix (RFC 3986, section 4.2).
enum RelativePath {
    /// The reference that leads from the page at `source` to `target`; both start with a slash.
    static func from(_ source: String, to target: String) -> String {
        let folders = source.split(separator: "/", omittingEmptySubsequences: false).dropFirst().dropLast()
        let parts = target.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        var shared = 0
        while shared < folders.count, shared < parts.count - 1,
            folders[folders.startIndex + shared] == parts[parts.startIndex + shared]
        {
            shared += 1
        }
        let up = Array(repeating: "..", count: folders.count - shared)
        let down = parts.dropFirst(shared).map(String.init)
        let path = (up + down).joined(separator: "/")
        return path.isEmpty ? "./" : path
    }
}
