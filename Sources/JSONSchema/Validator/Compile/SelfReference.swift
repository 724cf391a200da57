/// Finds schemas that apply themselves to the value that they are applied to.
enum SelfReference {
    private enum Mark {
        case unseen
        case open
        case done
    }

    /// One node of each cycle of references, `allOf` and the like that descends into no member or item.
    static func nodes(in nodes: [SchemaNode]) -> [SchemaNode] {
        var marks = [Mark](repeating: .unseen, count: nodes.count)
        var found: [SchemaNode] = []
        for start in nodes.indices where marks[start] == .unseen {
            // Each entry is an open node and those of its targets that are still to be visited.
            var path = [(position: start, targets: targets(of: nodes[start]))]
            marks[start] = .open
            while let last = path.indices.last {
                guard let next = path[last].targets.popLast() else {
                    marks[path.removeLast().position] = .done
                    continue
                }
                guard nodes.indices.contains(next) else { continue }
                switch marks[next] {
                case .unseen:
                    marks[next] = .open
                    path.append((next, targets(of: nodes[next])))
                case .open:
                    found.append(nodes[next])
                case .done:
                    break
                }
            }
        }
        return found
    }

    private static func targets(of node: SchemaNode) -> [Int] {
        node.inPlace?.targets.map(\.position) ?? []
    }
}
