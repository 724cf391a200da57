// What a declaration is written with comes along with `import Postrider`: JSON and schemas, statements and
// transactions, header fields and status codes, and the few parts of an OpenAPI document that a gateway takes as they
// are. The rest of the document model keeps its general names (Operation, Response, ...) to itself.
@_exported public import HTTPTypes
@_exported public import JSONSchema
@_exported public import Postgres

@_exported public import struct OpenAPI.Contact
@_exported public import struct OpenAPI.ExternalDocumentation
@_exported public import struct OpenAPI.License
@_exported public import struct OpenAPI.OAuthFlow
@_exported public import enum OpenAPI.ParameterPlace
@_exported public import struct OpenAPI.SecurityScheme
@_exported public import struct OpenAPI.Server
@_exported public import struct OpenAPI.Tag
