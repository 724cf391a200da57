import HTTPTypes

/// A page that shows the document: its markup, its start script and its policy, with no script inline.
struct DocsPage: Sendable {
    let title: String
    let style: DocsAsset?
    let script: DocsAsset
    /// Served beside the page as `init.js`; reads the document's address from the page.
    let initializer: String
    /// Redoc writes style elements at run time; there is no nonce that it could be given.
    let needsInlineStyle: Bool

    static func swaggerUI(title: String) -> DocsPage {
        DocsPage(
            title: title,
            style: .swaggerStyle,
            script: .swaggerScript,
            initializer: """
                window.addEventListener("load", () => {
                  const root = document.getElementById("docs");
                  window.ui = SwaggerUIBundle({
                    domNode: root,
                    url: root.dataset.document,
                    deepLinking: true,
                    displayRequestDuration: true,
                    validatorUrl: null,
                  });
                });

                """,
            needsInlineStyle: false
        )
    }

    static func redoc(title: String) -> DocsPage {
        DocsPage(
            title: title,
            style: nil,
            script: .redocScript,
            initializer: """
                window.addEventListener("load", () => {
                  const root = document.getElementById("docs");
                  Redoc.init(root.dataset.document, { showWebhookVerb: true }, root);
                });

                """,
            needsInlineStyle: true
        )
    }

    var assets: [DocsAsset] { [style, script].compactMap { $0 } }

    /// The page as HTML.
    ///
    /// `base` is the folder of the page's own files and `document` the address of the document, both relative to the
    /// page; `isInstalled` says whether the gateway serves the assets itself.
    func html(base: String, document: String, isInstalled: Bool) -> String {
        let link = style.map { "<link rel=\"stylesheet\" \(source("href", of: $0, base, isInstalled))>\n" } ?? ""
        return """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>\(Self.escape(title))</title>
            \(link)</head>
            <body>
            <div id="docs" data-document="\(Self.escape(document))"></div>
            <script \(source("src", of: script, base, isInstalled))></script>
            <script src="\(Self.escape(base))init.js"></script>
            </body>
            </html>

            """
    }

    /// The value of `Content-Security-Policy`: the page's own origin, and on the network the pinned files alone.
    func policy(isInstalled: Bool) -> String {
        let scripts = isInstalled ? "'self'" : "'self' \(script.remote)"
        var styles = isInstalled ? "'self'" : (["'self'"] + [style?.remote].compactMap { $0 }).joined(separator: " ")
        if needsInlineStyle {
            styles += " 'unsafe-inline'"
        }
        return [
            "default-src 'none'", "script-src \(scripts)", "style-src \(styles)", "img-src 'self' data:",
            "font-src 'self' data:", "connect-src 'self'", "worker-src 'self' blob:", "base-uri 'none'",
            "form-action 'none'", "frame-ancestors 'none'",
        ]
        .joined(separator: "; ")
    }

    private func source(_ attribute: String, of asset: DocsAsset, _ base: String, _ isInstalled: Bool) -> String {
        isInstalled
            ? "\(attribute)=\"\(Self.escape(base + asset.name))\""
            : "\(attribute)=\"\(asset.remote)\" integrity=\"\(asset.integrity)\" crossorigin=\"anonymous\""
    }

    private static func escape(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
