import JSONSchema
import OrderedCollections
import Testing

struct SchemaComponentTests {
    struct Item: SchemaComponent {
        var id: Int8

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("id", Int8.self) }.json(in: &registry)
        }
    }

    struct Page<Element: SchemaComponent>: SchemaComponent {
        var items: [Element]
        var next: String?

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema {
                Property("items", [Element].self)
                Property("next", String?.self)
            }
            .json(in: &registry)
        }
    }

    struct Box<Value: SchemaRepresentable & Codable>: SchemaComponent {
        var value: Value

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("value", Value.self) }.json(in: &registry)
        }
    }

    struct Node: SchemaComponent {
        var children: [Node]
        var owner: Tree?

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema {
                Property("children", [Node].self)
                Property("owner", Tree?.self)
            }
            .json(in: &registry)
        }
    }

    final class Tree: SchemaComponent {
        let root: Node

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("root", Node.self) }.json(in: &registry)
        }
    }

    @Test func typesMayReferToThemselvesAndEachOther() {
        var registry = SchemaRegistry(direction: .output)
        #expect(Node.schema(in: &registry) == ["$ref": "#/components/schemas/Node"])
        #expect(Array(registry.components.keys) == ["Node", "Tree"])
        let node = registry.components["Node"]?["properties"]
        #expect(node?["children"]?["items"] == ["$ref": "#/components/schemas/Node"])
        #expect(node?["owner"] == ["$ref": "#/components/schemas/Tree"])
        #expect(registry.components["Tree"]?["properties"]?["root"] == ["$ref": "#/components/schemas/Node"])
        #expect(registry.conflicts.isEmpty)
    }

    @Test(arguments: [
        (Page<Item>.self as any SchemaComponent.Type, "Page_Item_", "Page[Item]"),
        (Page<Page<Item>>.self, "Page_Page_Item__", "Page[Page[Item]]"),
        (Box<[Item]>.self, "Box_Array_Item__", "Box[Array[Item]]"),
        (Box<[String: Item]>.self, "Box_Dictionary_String__Item__", "Box[Dictionary[String, Item]]"),
        (Item.self, "Item", "Item"),
    ])
    func namesFollowFromTheType(_ type: any SchemaComponent.Type, _ key: String, _ title: String) {
        var registry = SchemaRegistry(direction: .input)
        #expect(registry.reference(to: type) == ["$ref": .string("#/components/schemas/\(key)")])
        #expect(registry.components[key]?["title"] == .string(title))
        #expect(type.schemaName == title)
    }

    @Test func aLocalTypeHasAStableName() {
        struct Local: SchemaComponent {
            static func definition(in registry: inout SchemaRegistry) -> JSON { ["type": "object"] }
        }
        #expect(Local.schemaName == "Local")
        #expect(Page<Local>.schemaName == "Page[Local]")
    }

    enum Shop {
        struct Item: SchemaComponent {
            static func definition(in registry: inout SchemaRegistry) -> JSON { ["type": "object"] }
        }
    }

    @Test func twoTypesOfOneNameConflict() {
        var registry = SchemaRegistry(direction: .input)
        _ = Item.schema(in: &registry)
        _ = Shop.Item.schema(in: &registry)
        _ = Shop.Item.schema(in: &registry)
        let both = "JSONSchemaTests.SchemaComponentTests.Item and JSONSchemaTests.SchemaComponentTests.Shop.Item"
        #expect(
            registry.conflicts == [
                "Two components are named \"Item\": \(both); give one of them another schemaName."
            ]
        )
        #expect(registry.components["Item"]?["properties"] != nil)
    }

    @Test func genericTypesConflictByTheirArguments() {
        var registry = SchemaRegistry(direction: .input)
        _ = Page<Item>.schema(in: &registry)
        _ = Page<Shop.Item>.schema(in: &registry)
        #expect(registry.conflicts.count == 1)
        #expect(registry.conflicts.first?.contains("\"Page_Item_\"") == true)
    }

    @Test func aLocalTypeInAConflictIsNotNamedByItsAddress() {
        struct Item: SchemaComponent {
            static func definition(in registry: inout SchemaRegistry) -> JSON { ["type": "object"] }
        }
        var registry = SchemaRegistry(direction: .input)
        _ = Self.Item.schema(in: &registry)
        _ = Item.schema(in: &registry)
        #expect(registry.conflicts.count == 1)
        #expect(registry.conflicts.first?.contains("Item (private or local)") == true)
        #expect(registry.conflicts.first?.contains("unknown context") == false)
    }

    @Test func titlesOfTheirOwnAreKept() {
        struct Titled: SchemaComponent {
            static let schemaName = "titled"
            static func definition(in registry: inout SchemaRegistry) -> JSON { ["type": "object", "title": "T"] }
        }
        struct Nameless: SchemaComponent {
            static let schemaName = ""
            static func definition(in registry: inout SchemaRegistry) -> JSON { [:] }
        }
        var registry = SchemaRegistry(direction: .input)
        _ = Titled.schema(in: &registry)
        #expect(registry.components["titled"] == ["type": "object", "title": "T"])
        _ = Nameless.schema(in: &registry)
        #expect(registry.conflicts == ["Nameless (private or local) has an empty schemaName."])
    }

    @Test func mistakesNameTheComponent() {
        struct Broken: SchemaComponent {
            static func definition(in registry: inout SchemaRegistry) -> JSON {
                ObjectSchema { Property("age", Int.self, .unique) }.json(in: &registry)
            }
        }
        var registry = SchemaRegistry(direction: .input)
        _ = [Broken].schema(in: &registry)
        #expect(
            registry.conflicts == [
                "Property \"age\" of Broken: uniqueItems applies to arrays, but the type is integer."
            ]
        )
    }

    enum Plan: String, CaseIterable, SchemaComponent {
        case basic, premium

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            EnumSchema(Plan.self, "What is paid for.", caseDescriptions: [.premium: "With support."])
                .json(in: &registry)
        }
    }

    @Test func enumsMayBeDescribed() {
        var registry = SchemaRegistry(direction: .input)
        _ = Plan.schema(in: &registry)
        #expect(
            registry.components["Plan"]?.text() == """
                {"type":"string","title":"Plan","description":"What is paid for.","enum":["basic","premium"],\
                "x-enum-descriptions":["","With support."]}
                """
        )
    }

    /// Differs by direction; `Node` does not, but it does by what it refers to once it holds one.
    struct Draft: SchemaComponent {
        var text: String?

        static func definition(in registry: inout SchemaRegistry) -> JSON {
            ObjectSchema { Property("text", String?.self) }.json(in: &registry)
        }
    }

    @Test func whatDiffersByDirectionIsSplitWithItsUsers() {
        func registry(_ direction: SchemaDirection, _ split: Set<String> = []) -> SchemaRegistry {
            var registry = SchemaRegistry(direction: direction, splitNames: split)
            _ = Box<Box<Draft>>.schema(in: &registry)
            _ = Item.schema(in: &registry)
            return registry
        }
        let split = SchemaRegistry.differences(registry(.input), registry(.output))
        #expect(split == ["Draft", "Box_Draft_", "Box_Box_Draft__"])
        let output = registry(.output, split)
        #expect(
            Set(output.components.keys) == ["Draft-Output", "Box_Draft_-Output", "Box_Box_Draft__-Output", "Item"]
        )
        #expect(output.components["Draft-Output"]?["title"] == "Draft")
        let value = output.components["Box_Draft_-Output"]?["properties"]?["value"]
        #expect(value == ["$ref": "#/components/schemas/Draft-Output"])
    }
}
