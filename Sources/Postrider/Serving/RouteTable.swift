import HTTPTypes

/// Finds the endpoint of a request: a tree of path segments.
///
/// Literal segments win over variables; where a literal branch ends without a match, the variable is tried.
struct RouteTable<Endpoint: Sendable>: Sendable {
    /// The endpoints of one path, by method.
    struct Methods: Sendable {
        fileprivate(set) var endpoints: [HTTPRequest.Method: (endpoint: Endpoint, variables: [String])] = [:]

        /// The value of an `Allow` field: `GET` brings `HEAD`, and every path answers `OPTIONS`.
        var allow: String {
            var methods = Set(endpoints.keys.map(\.rawValue))
            methods.insert(HTTPRequest.Method.options.rawValue)
            if methods.contains(HTTPRequest.Method.get.rawValue) {
                methods.insert(HTTPRequest.Method.head.rawValue)
            }
            return methods.sorted().joined(separator: ", ")
        }
    }

    enum Match {
        case endpoint(Endpoint, pathValues: [(name: String, value: String)])
        /// The path is known, the method is not.
        case otherMethods(Methods)
        case nothing
        /// The path's percent-encoding is broken.
        case malformed
    }

    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var variable: Int?
        var methods: Methods?
    }

    private var nodes = [Node()]

    /// Adds an endpoint; false when its path and method are taken.
    mutating func add(_ endpoint: Endpoint, method: HTTPRequest.Method, path: PathTemplate) -> Bool {
        var index = 0
        for segment in path.segments {
            index = child(of: index, for: segment)
        }
        var methods = nodes[index].methods ?? Methods()
        guard methods.endpoints[method] == nil else {
            return false
        }
        methods.endpoints[method] = (endpoint, path.variables)
        nodes[index].methods = methods
        return true
    }

    func match(_ method: HTTPRequest.Method, _ path: String) -> Match {
        guard path.hasPrefix("/") else {
            return .nothing
        }
        var parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true {
            parts.removeLast()
        }
        var segments: [String] = []
        segments.reserveCapacity(parts.count)
        for part in parts {
            guard let segment = percentDecoded(part) else { return .malformed }
            segments.append(segment)
        }
        var values: [String] = []
        guard let methods = find(segments[...], from: 0, values: &values) else {
            return .nothing
        }
        // HEAD is GET without the body, which whoever answers leaves out.
        let found = methods.endpoints[method] ?? (method == .head ? methods.endpoints[.get] : nil)
        guard let found else {
            return .otherMethods(methods)
        }
        return .endpoint(found.endpoint, pathValues: zip(found.variables, values).map { ($0, $1) })
    }

    private mutating func child(of index: Int, for segment: PathTemplate.Segment) -> Int {
        let known: Int? =
            switch segment {
            case .literal(let text): nodes[index].literals[text]
            case .variable: nodes[index].variable
            }
        if let known {
            return known
        }
        nodes.append(Node())
        let new = nodes.count - 1
        switch segment {
        case .literal(let text): nodes[index].literals[text] = new
        case .variable: nodes[index].variable = new
        }
        return new
    }

    /// An empty segment matches nothing: `//` is not `/`.
    private func find(_ segments: ArraySlice<String>, from index: Int, values: inout [String]) -> Methods? {
        guard let segment = segments.first else {
            return nodes[index].methods
        }
        guard !segment.isEmpty else {
            return nil
        }
        let rest = segments.dropFirst()
        if let literal = nodes[index].literals[segment], let found = find(rest, from: literal, values: &values) {
            return found
        }
        guard let variable = nodes[index].variable else {
            return nil
        }
        values.append(segment)
        if let found = find(rest, from: variable, values: &values) {
            return found
        }
        values.removeLast()
        return nil
    }
}
