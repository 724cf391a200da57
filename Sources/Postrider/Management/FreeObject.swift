/// A JSON object of any members.
struct FreeObject: Codable, SchemaRepresentable {
    var json: JSON

    init(_ json: JSON) {
        self.json = json
    }

    init(from decoder: any Decoder) throws {
        json = try decoder.singleValueContainer().decode(JSON.self)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(json)
    }

    static func schema(in registry: inout SchemaRegistry) -> JSON {
        ["type": "object"]
    }
}
