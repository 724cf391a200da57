import JSONSchema
import OrderedCollections
import Testing

struct UnionSchemaTests {
    struct Cat: SchemaComponent, Equatable {
        var lives: Int8

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("lives", Int8.self) }.json(in: &registry)
        }
    }

    struct Dog: SchemaComponent, Equatable {
        var kind = "dog"
        var name: String

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema {
                Property("kind", String.self, .constant("dog"))
                Property("name", String.self)
            }
            .json(in: &registry)
        }
    }

    enum Pet: SchemaComponent, Equatable {
        case cat(Cat)
        case dog(Dog)
        indirect case owner(Owner)

        private static let kind = UnionTag("kind")

        init(from decoder: any Decoder) throws {
            switch try Self.kind.decode(from: decoder) {
            case "cat": self = .cat(try Cat(from: decoder))
            case "dog": self = .dog(try Dog(from: decoder))
            case "owner": self = .owner(try Owner(from: decoder))
            case let tag: throw Self.kind.unknown(tag, in: decoder)
            }
        }

        func encode(to encoder: any Encoder) throws {
            switch self {
            case .cat(let cat): try Self.kind.encode("cat", cat, to: encoder)
            case .dog(let dog): try Self.kind.encode("dog", dog, to: encoder)
            case .owner(let owner): try Self.kind.encode("owner", owner, to: encoder)
            }
        }

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            UnionSchema("A pet.", discriminator: "kind") {
                Variant("cat", Cat.self)
                Variant("dog", Dog.self)
                Variant("owner", Owner.self)
            }
            .json(in: &registry)
        }
    }

    struct Owner: SchemaComponent, Equatable {
        var pets: [Pet]

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("pets", [Pet].self) }.json(in: &registry)
        }
    }

    @Test(arguments: ["Pet", "Owner"])
    func isOneOfItsVariantsByTheDiscriminator(first: String) {
        var registry = SchemaRegistry(direction: .output)
        _ = registry.reference(to: first == "Pet" ? Pet.self : Owner.self)
        #expect(
            registry.components["Pet"]?.text() == """
                {"title":"Pet","description":"A pet.","oneOf":[{"$ref":"#/components/schemas/Pet_cat"},\
                {"$ref":"#/components/schemas/Dog"},{"$ref":"#/components/schemas/Pet_owner"}],\
                "discriminator":{"propertyName":"kind","mapping":{"cat":"#/components/schemas/Pet_cat",\
                "dog":"#/components/schemas/Dog","owner":"#/components/schemas/Pet_owner"}}}
                """
        )
        #expect(
            registry.components["Pet_cat"]?.text() == """
                {"title":"Pet_cat","allOf":[{"$ref":"#/components/schemas/Cat"},\
                {"properties":{"kind":{"const":"cat"}},"required":["kind"]}]}
                """
        )
        #expect(Set(registry.components.keys) == ["Pet", "Pet_cat", "Pet_owner", "Cat", "Dog", "Owner"])
        #expect(registry.conflicts.isEmpty)
    }

    @Test(arguments: [
        (Pet.cat(Cat(lives: 9)), #"{"kind":"cat","lives":9}"#),
        (.dog(Dog(name: "Rex")), #"{"kind":"dog","name":"Rex"}"#),
        (.owner(Owner(pets: [.cat(Cat(lives: 1))])), #"{"kind":"owner","pets":[{"kind":"cat","lives":1}]}"#),
    ])
    func valuesAreValidForTheirSchema(_ pet: Pet, _ text: String) throws {
        let json = try JSONValueEncoder().encode(pet)
        #expect(json.text() == text)
        #expect(try JSONValueDecoder().decode(Pet.self, from: json) == pet)
        let schema = try Self.compiled(Pet.self)
        #expect(schema.validate(json).isEmpty)
    }

    @Test(arguments: [
        #"{"kind":"dog","lives":9}"#, #"{"lives":9}"#, #"{"kind":"fish","lives":9}"#, #"{"kind":"cat"}"#,
    ])
    func otherValuesAreNot(_ text: String) throws {
        #expect(try !Self.compiled(Pet.self).validate(JSON.parse(text)).isEmpty)
        #expect(throws: DecodingError.self) { try JSONValueDecoder().decode(Pet.self, from: JSON.parse(text)) }
    }

    private static func compiled(_ type: any SchemaComponent.Type) throws -> CompiledSchema {
        var registry = SchemaRegistry(direction: .output)
        let schema = registry.reference(to: type)
        return try CompiledSchema(schema, definitions: registry.components)
    }

    struct Closed: SchemaComponent {
        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema(unknownKeys: .forbidden) {}.json(in: &registry)
        }
    }

    @Test func mistakesAreReported() {
        struct Union: SchemaComponent {
            static func definition(in registry: inout SchemaRegistry) -> JSON {
                UnionSchema(discriminator: "kind") {
                    Variant("hound", Dog.self)
                    Variant("closed", Closed.self)
                    Variant("cat", Cat.self)
                    Variant("cat", Cat.self)
                }
                .json(in: &registry)
            }
        }
        struct Empty: SchemaComponent {
            static func definition(in registry: inout SchemaRegistry) -> JSON {
                UnionSchema(discriminator: "kind") {}.json(in: &registry)
            }
        }
        var registry = SchemaRegistry(direction: .output)
        _ = Union.schema(in: &registry)
        _ = Empty.schema(in: &registry)
        #expect(
            registry.conflicts == [
                "Dog pins \"kind\" to another tag than the variant \"hound\" of Union has.",
                "Closed forbids unknown keys, so it cannot be the variant \"closed\" of Union: declare the tag in it.",
                "The union of Union has two variants \"cat\".",
                "The union of Empty has no variants.",
            ]
        )
    }

    @Test func untaggedPayloadsAreTriedInOrder() {
        struct Either: SchemaComponent {
            static func definition(in registry: inout SchemaRegistry) -> JSON {
                AnyOfSchema("One or the other.", Cat.self, String.self).json(in: &registry)
            }
        }
        var registry = SchemaRegistry(direction: .output)
        _ = Either.schema(in: &registry)
        #expect(
            registry.components["Either"]?.text() == """
                {"title":"Either","description":"One or the other.",\
                "anyOf":[{"$ref":"#/components/schemas/Cat"},{"type":"string"}]}
                """
        )
    }
}
