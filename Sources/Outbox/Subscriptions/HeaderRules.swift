/// Which custom headers a subscription may have.
package enum HeaderRules {
    /// Names, in lower case, that are Postrider's own or belong to one connection (RFC 9110, section 7.6.1).
    package static let forbiddenNames: Set<String> = [
        "accept-encoding", "connection", "content-encoding", "content-length", "content-type", "expect", "host",
        "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "traceparent",
        "tracestate",
        "trailer", "transfer-encoding", "upgrade", "user-agent",
    ]
    /// What all of the protocol's own headers start with.
    package static let forbiddenPrefix = "webhook-"

    /// What is wrong with the headers, each at `/headers/<name>`.
    static func problems(in headers: [AttemptHeader]) -> [FieldProblem] {
        var problems: [FieldProblem] = []
        if headers.count > Limits.headers {
            problems.append(FieldProblem("/headers", "maxProperties", "there are more than \(Limits.headers) headers"))
        }
        let bytes = headers.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count }
        if bytes > Limits.headerBytes {
            let message = "the headers have \(bytes) bytes; at most \(Limits.headerBytes) are sent"
            problems.append(FieldProblem("/headers", "maxLength", message))
        }
        var seen: Set<String> = []
        for header in headers {
            let pointer = "/headers/\(FieldProblem.escape(header.name))"
            let name = header.name.lowercased()
            if let fault = fault(inName: name) { problems.append(FieldProblem(pointer, "propertyNames", fault)) }
            if let fault = fault(inValue: header.value) { problems.append(FieldProblem(pointer, "pattern", fault)) }
            if !seen.insert(name).inserted {
                problems.append(FieldProblem(pointer, "uniqueItems", "the same name is there in other case"))
            }
        }
        return problems
    }

    private static func fault(inName name: String) -> String? {
        guard isToken(name) else {
            return "a header's name has letters, digits and !#$%&'*+-.^_`|~ only (RFC 9110, section 5.6.2)"
        }
        guard !forbiddenNames.contains(name), !name.hasPrefix(forbiddenPrefix) else {
            return "this header is set by Postrider or belongs to the connection; choose another name"
        }
        return nil
    }

    private static func fault(inValue value: String) -> String? {
        guard value.utf8.allSatisfy({ (0x20...0x7e).contains($0) || $0 == 0x09 }) else {
            return "a header's value has printable ASCII characters, spaces and tabs only"
        }
        let blanks: [UInt8?] = [0x20, 0x09]
        guard !blanks.contains(value.utf8.first), !blanks.contains(value.utf8.last) else {
            return "a header's value does not start or end with a space or tab: receivers would drop it"
        }
        return nil
    }

    private static func isToken(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }
}
