/// The keywords of one schema object, prepared.
///
/// A class, so that evaluation holds one reference instead of copying the groups.
final class SchemaNode: Sendable {
    /// The schema's place as shown to people; a slash and the keyword follow.
    let location: String

    /// The resource that the schema belongs to: part of the dynamic scope.
    let resource: Int

    let types: InstanceTypes
    /// `enum` and `const`.
    let values: [AllowedValues]
    let number: NumberKeywords?
    let string: StringKeywords?
    let array: ArrayKeywords?
    let object: ObjectKeywords?
    let inPlace: InPlaceKeywords?
    let unevaluatedItems: Subschema?
    let unevaluatedProperties: Subschema?

    init(
        location: String,
        resource: Int,
        types: InstanceTypes,
        values: [AllowedValues],
        number: NumberKeywords?,
        string: StringKeywords?,
        array: ArrayKeywords?,
        object: ObjectKeywords?,
        inPlace: InPlaceKeywords?,
        unevaluatedItems: Subschema?,
        unevaluatedProperties: Subschema?
    ) {
        self.location = location
        self.resource = resource
        self.types = types
        self.values = values
        self.number = number
        self.string = string
        self.array = array
        self.object = object
        self.inPlace = inPlace
        self.unevaluatedItems = unevaluatedItems
        self.unevaluatedProperties = unevaluatedProperties
    }
}
