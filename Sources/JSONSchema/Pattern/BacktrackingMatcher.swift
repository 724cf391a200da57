/// Matches one alternative after the other, as ECMA-262 describes it, within a number of steps.
///
/// For programs with backreferences, which nothing matches in linear time.
struct BacktrackingMatcher {
    private enum Choice {
        case resume(address: Int, position: Int)
        case restoreSlot(Int, Int)
        case restoreMark(Int, Int)
    }

    /// A slot of a group that has not matched.
    private static let unset = -1

    private let program: PatternProgram
    private let text: [UInt32]
    /// How many steps are left.
    private(set) var steps: Int
    private var slots: [Int]
    private var marks: [Int]
    private var choices: [Choice] = []

    init(_ program: PatternProgram, text: [UInt32], steps: Int) {
        self.program = program
        self.text = text
        self.steps = steps
        slots = [Int](repeating: Self.unset, count: 2 * program.groupCount + 2)
        marks = [Int](repeating: Self.unset, count: program.markCount)
    }

    mutating func search() -> Pattern.Match {
        for start in 0...(program.main.isAnchored ? 0 : text.count) {
            let match = run(program.main, from: start)
            guard match == .notMatched else { return match }
        }
        return .notMatched
    }

    /// Runs the code from a place; when it matches, what it left to try stays above the caller's choices.
    private mutating func run(_ code: PatternCode, from start: Int) -> Pattern.Match {
        let base = choices.count
        var address = 0
        var position = start
        while true {
            steps -= 1
            guard steps > 0, choices.count <= PatternLimits.pendingChoices else { return .tooCostly }
            let goesOn: Bool
            switch code.instructions[address] {
            case .accept: return .matched
            case .jump(let target):
                address = target
                continue
            case .split(let first, let second):
                choices.append(.resume(address: second, position: position))
                address = first
                continue
            case .lookaround(let index):
                switch look(at: position, index) {
                case .tooCostly: return .tooCostly
                case .matched: goesOn = true
                case .notMatched: goesOn = false
                }
            case .backreference(let group):
                goesOn = consume(group: group, position: &position, isBackward: code.isBackward)
            case .save(let slot):
                set(slot: slot, to: position)
                goesOn = true
            case .forget(let groups):
                for slot in 2 * groups.lowerBound..<2 * groups.upperBound { set(slot: slot, to: Self.unset) }
                goesOn = true
            case .mark(let mark):
                choices.append(.restoreMark(mark, marks[mark]))
                marks[mark] = position
                goesOn = true
            case .progress(let mark): goesOn = marks[mark] != position
            case .assertion(let assertion): goesOn = assertion.holds(at: position, in: text)
            case .scalar, .set:
                goesOn = consume(code.instructions[address], position: &position, isBackward: code.isBackward)
            }
            if goesOn {
                address += 1
            } else {
                guard let resumed = backtrack(to: base) else { return .notMatched }
                (address, position) = resumed
            }
        }
    }

    /// Whether a lookaround holds; a positive one keeps its groups but is never entered again.
    private mutating func look(at position: Int, _ index: Int) -> Pattern.Match {
        let lookaround = program.lookarounds[index]
        let base = choices.count
        let match = run(lookaround.code, from: position)
        switch match {
        case .tooCostly: return .tooCostly
        case .notMatched: return lookaround.isNegative ? .matched : .notMatched
        case .matched:
            if lookaround.isNegative {
                while backtrack(to: base) != nil {}
                return .notMatched
            }
            let restores = choices[base...].filter { if case .resume = $0 { false } else { true } }
            choices.replaceSubrange(base..., with: restores)
            return .matched
        }
    }

    private func consume(_ instruction: PatternInstruction, position: inout Int, isBackward: Bool) -> Bool {
        let index = isBackward ? position - 1 : position
        guard text.indices.contains(index) else { return false }
        let consumes =
            switch instruction {
            case .scalar(let expected): text[index] == expected
            case .set(let set): program.sets[set].contains(text[index])
            default: false
            }
        if consumes { position += isBackward ? -1 : 1 }
        return consumes
    }

    /// Consumes what the group matched; a group that has not matched is empty.
    private mutating func consume(group: Int, position: inout Int, isBackward: Bool) -> Bool {
        let (start, end) = (slots[2 * group], slots[2 * group + 1])
        guard start != Self.unset, end != Self.unset else { return true }
        let length = end - start
        steps -= length
        let candidate = isBackward ? position - length : position
        guard candidate >= 0, candidate + length <= text.count,
            text[start..<end].elementsEqual(text[candidate..<candidate + length])
        else { return false }
        position += isBackward ? -length : length
        return true
    }

    private mutating func set(slot: Int, to position: Int) {
        choices.append(.restoreSlot(slot, slots[slot]))
        slots[slot] = position
    }

    /// Undoes what happened since the last choice above `base`, and returns it.
    private mutating func backtrack(to base: Int) -> (address: Int, position: Int)? {
        while choices.count > base, let choice = choices.popLast() {
            switch choice {
            case .resume(let address, let position): return (address, position)
            case .restoreSlot(let slot, let position): slots[slot] = position
            case .restoreMark(let mark, let position): marks[mark] = position
            }
        }
        return nil
    }
}
