/// The paths of the document and its pages; nil leaves one out.
public struct DocumentAddresses: Sendable, Hashable {
    /// The document as JSON.
    public var json: String?
    /// Swagger UI.
    public var swaggerUI: String?
    /// Redoc.
    public var redoc: String?

    /// Chooses paths; the pages need the document.
    public init(json: String? = "/openapi.json", swaggerUI: String? = "/docs", redoc: String? = "/redoc") {
        self.json = json
        self.swaggerUI = swaggerUI
        self.redoc = redoc
    }

    /// Serves neither the document nor its pages.
    public static let none = DocumentAddresses(json: nil, swaggerUI: nil, redoc: nil)
}
