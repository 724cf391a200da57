import Postgres

/// A piece of SQL with its values, spliced into a statement: a condition that is there or not.
///
/// Each combination of filters is a statement of its own, so that the server plans it for the index that fits; with
/// `$1 IS NULL OR ...` a generic plan could use none.
struct SQLFragment: ExpressibleByStringInterpolation, Sendable {
    fileprivate enum Piece: Sendable {
        case text(String)
        case value(any PostgresEncodable)
    }

    fileprivate var pieces: [Piece]

    init(stringLiteral text: String) {
        pieces = text.isEmpty ? [] : [.text(text)]
    }

    init(stringInterpolation: StringInterpolation) {
        pieces = stringInterpolation.pieces
    }

    struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var pieces: [Piece] = []

        init(literalCapacity: Int, interpolationCount: Int) {
            pieces.reserveCapacity(2 * interpolationCount + 1)
        }

        mutating func appendLiteral(_ literal: String) {
            pieces.append(.text(literal))
        }

        mutating func appendInterpolation(_ value: some PostgresEncodable) {
            pieces.append(.value(value))
        }

        mutating func appendInterpolation<T: PostgresEncodable>(_ value: T?) {
            pieces.append(.value(value))
        }

        mutating func appendInterpolation(_ fragment: SQLFragment) {
            pieces += fragment.pieces
        }

        mutating func appendInterpolation(unsafe text: String) {
            pieces.append(.text(text))
        }
    }

    /// Appends ` AND ` and the condition when there is a value for it.
    mutating func and<Value>(_ value: Value?, _ condition: (Value) -> SQLFragment) {
        guard let value else { return }
        pieces += [.text(" AND ")] + condition(value).pieces
    }

    /// Appends another fragment.
    static func += (left: inout SQLFragment, right: SQLFragment) {
        left.pieces += right.pieces
    }
}

extension Statement.StringInterpolation {
    /// Splices a fragment in: its text becomes text, its values parameters.
    mutating func appendInterpolation(_ fragment: SQLFragment) {
        for piece in fragment.pieces {
            switch piece {
            case .text(let text): appendLiteral(text)
            case .value(let value): appendInterpolation(value)
            }
        }
    }
}
