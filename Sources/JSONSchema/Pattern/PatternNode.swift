/// What a pattern's source says.
struct PatternSyntax: Sendable {
    let root: PatternNode
    let sets: [ScalarSet]
    let groupCount: Int
    let hasBackreferences: Bool
}

/// The syntax tree of a pattern.
indirect enum PatternNode: Sendable {
    case empty
    /// One Unicode scalar, literally.
    case scalar(UInt32)
    /// One scalar of a set, by its index in ``PatternSyntax/sets``.
    case set(Int)
    case sequence([PatternNode])
    case alternation([PatternNode])
    /// A group that backreferences can name; groups count from 1.
    case capture(PatternNode, group: Int)
    case repetition(PatternRepetition)
    case assertion(PatternAssertion)
    case lookaround(PatternLookaroundNode)
    case backreference(group: Int)

    /// Whether the pattern can only match at the start of the text.
    var startsAtTextStart: Bool {
        switch self {
        case .assertion(.textStart): true
        case .capture(let body, _): body.startsAtTextStart
        case .alternation(let branches): branches.allSatisfy(\.startsAtTextStart)
        case .repetition(let repetition): repetition.minimum > 0 && repetition.body.startsAtTextStart
        case .sequence(let parts):
            parts.first { !$0.isZeroWidth || $0.startsAtTextStart }?.startsAtTextStart ?? false
        default: false
        }
    }

    /// Whether the node tests a place without consuming text there.
    private var isZeroWidth: Bool {
        switch self {
        case .empty, .assertion, .lookaround: true
        default: false
        }
    }
}

/// `(?=body)`, `(?!body)`, `(?<=body)` or `(?<!body)`.
struct PatternLookaroundNode: Sendable {
    /// Where its parenthesis is: its identity when a repetition copies it.
    let offset: Int
    let body: PatternNode
    let isAhead: Bool
    let isNegative: Bool
}

/// `body{minimum,maximum}`, with the groups inside, which every iteration forgets.
struct PatternRepetition: Sendable {
    let body: PatternNode
    let minimum: Int
    /// `nil` is unbounded.
    let maximum: Int?
    let isGreedy: Bool
    let groups: Range<Int>
}

/// A test of a place between two scalars.
enum PatternAssertion: Sendable {
    case textStart
    case textEnd
    case wordBoundary
    case notWordBoundary

    func holds(at position: Int, in text: [UInt32]) -> Bool {
        switch self {
        case .textStart: position == 0
        case .textEnd: position == text.count
        case .wordBoundary: Self.isWordBoundary(position, in: text)
        case .notWordBoundary: !Self.isWordBoundary(position, in: text)
        }
    }

    private static func isWordBoundary(_ position: Int, in text: [UInt32]) -> Bool {
        let before = position > 0 && ScalarSet.word.contains(text[position - 1])
        let after = position < text.count && ScalarSet.word.contains(text[position])
        return before != after
    }
}
