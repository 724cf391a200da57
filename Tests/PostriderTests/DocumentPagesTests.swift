import Foundation
import OrderedCollections
import Postrider
import Testing

struct DocumentPagesTests {
    @Test func theDocumentHasAStrongTagAndIsSentOnce() async throws {
        let gateway = Gateway(title: "Test", version: "1")
        try await gateway.test { client async throws in
            let first = try await client.get("/openapi.json")
            let tag = try #require(first.headers[.eTag])
            #expect(first.headers[.contentType] == "application/json")
            #expect(first.headers[.cacheControl] == "no-cache")
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\"") && tag.count == 34)
            for candidate in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
                let second = try await client.get("/openapi.json", headers: [.ifNoneMatch: candidate])
                #expect(second.status == .notModified)
                #expect(second.body.isEmpty)
                #expect(second.headers[.eTag] == tag)
            }
            let stale = try await client.get("/openapi.json", headers: [.ifNoneMatch: "\"other\""])
            #expect(stale.status == .ok)
        }
    }

    @Test func thePagesPinTheNetworksFiles() async throws {
        try await Gateway(title: "A <b>", version: "1")
            .test { client async throws in
                let docs = try await client.get("/docs")
                #expect(docs.headers[.contentType] == "text/html; charset=utf-8")
                #expect(docs.text.contains("<title>A &lt;b&gt;</title>"))
                #expect(docs.text.contains("https://cdn.jsdelivr.net/npm/swagger-ui-dist@5.33.1/swagger-ui-bundle.js"))
                #expect(docs.text.components(separatedBy: "integrity=\"sha384-").count == 3)
                let policy = try #require(docs.headers[.contentSecurityPolicy])
                #expect(policy.contains("default-src 'none'"))
                #expect(!policy.contains("unsafe"))
                let redoc = try await client.get("/redoc")
                #expect(redoc.text.contains("https://cdn.jsdelivr.net/npm/redoc@2.5.4/bundles/redoc.standalone.js"))
                let scripts = redoc.headers[.contentSecurityPolicy]?.split(separator: "; ")
                    .first { $0.hasPrefix("script-src") }
                #expect(scripts?.contains("unsafe") == false)
            }
    }

    /// Every script is a file, and what the page says of its own files leads to them.
    @Test(arguments: ["/docs", "/docs/", "/redoc", "/redoc/"])
    func thePagesFindTheirFiles(page: String) async throws {
        try await Gateway(title: "Test", version: "1")
            .test { client async throws in
                let html = try await client.get(page).text
                #expect(!html.contains("<script>"))
                let base = try #require(URL(string: "http://host" + page))
                for reference in html.matches(of: #/(?:data-document|src)="([^":]+)"/#).map(\.1) {
                    let url = try #require(URL(string: String(reference), relativeTo: base))
                    #expect(try await client.get(url.path).status == .ok, "\(reference)")
                }
            }
    }

    @Test func thePagesMayMove() async throws {
        let addresses = DocumentAddresses(json: "/api/spec.json", swaggerUI: "/api/ui/docs", redoc: nil)
        let gateway = Gateway(title: "Test", version: "1", documents: addresses)
        try await gateway.test { client async throws in
            let page = try await client.get("/api/ui/docs")
            #expect(page.text.contains("data-document=\"../spec.json\""))
            #expect(try await client.get("/api/spec.json").status == .ok)
        }
    }

    @Test(arguments: ["/openapi.json", "/docs", "/redoc", "/docs/init.js"])
    func thePagesMayBeOff(path: String) async throws {
        let gateway = Gateway(title: "Test", version: "1", documents: .none)
        let response = try await gateway.test { client in try await client.get(path) }
        #expect(response.status == .notFound)
    }

    @Test func installedFilesAreServedByTheGateway() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "assets-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        for path in [
            "swagger-ui-dist/swagger-ui.css", "swagger-ui-dist/swagger-ui-bundle.js",
            "redoc/bundles/redoc.standalone.js",
        ] {
            let file = folder.appending(path: path)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(path.utf8).write(to: file)
        }
        var settings = ServingSettings()
        settings.docsAssets = folder.path
        try await Gateway(title: "Test", version: "1")
            .test(services: GatewayServices(), settings: settings) { client async throws in
                let docs = try await client.get("/docs")
                #expect(!docs.text.contains("https:"))
                #expect(docs.headers[.contentSecurityPolicy]?.contains("https:") == false)
                let script = try await client.get("/docs/swagger-ui-bundle.js")
                #expect(script.text == "swagger-ui-dist/swagger-ui-bundle.js")
                #expect(script.headers[.contentType] == "text/javascript; charset=utf-8")
                #expect(try await client.get("/redoc/redoc.standalone.js").status == .ok)
            }
    }

    @Test func aMissingFileStopsTheStart() {
        var settings = ServingSettings()
        settings.docsAssets = "/nowhere"
        let error = #expect(throws: DeclarationError.self) {
            try Gateway(title: "Test", version: "1").build(settings: settings)
        }
        #expect(error?.description.contains("/nowhere/swagger-ui-dist/swagger-ui.css") == true)
    }

    @Test(arguments: [
        ("/api", true, "/api"),
        ("/api/", true, "/api"),
        ("/api", false, nil),
        ("https://evil.example", true, nil),
        ("//evil.example", true, nil),
        ("/a\"b", true, nil),
    ])
    func followsATrustedPrefix(field: String, isTrusted: Bool, server: String?) async throws {
        var settings = ServingSettings()
        settings.trustsForwardedPrefix = isTrusted
        let gateway = Gateway(title: "Test", version: "1", about: About(servers: [Server(url: "https://a.example")]))
        try await gateway.test(services: GatewayServices(), settings: settings) { client async throws in
            let response = try await client.get("/openapi.json", headers: [.named("x-forwarded-prefix"): field])
            let servers = try response.json["servers"]?.arrayValue?.compactMap { $0["url"]?.stringValue }
            #expect(servers == [server, "https://a.example"].compactMap { $0 })
            #expect(try response.json.objectValue?.keys.elements.prefix(3) == ["openapi", "info", "servers"])
        }
    }
}
