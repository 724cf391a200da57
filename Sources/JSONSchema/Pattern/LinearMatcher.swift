/// Matches in time proportional to the text, by following all alternatives at once.
///
/// For programs without backreferences. What is followed is a set of places in the program, so nothing is ever tried
/// twice at one place of the text.
struct LinearMatcher {
    private let program: PatternProgram
    private let text: [UInt32]
    /// How many steps are left.
    private(set) var steps: Int
    /// For each lookaround whether its body matches, at each place of the text.
    private var places: [[Bool]] = []

    // The state of the code that runs.
    private var threads: [Int] = []
    private var pending: [Int] = []
    /// For each instruction the last generation that reached it.
    private var reached: [Int] = []
    private var generation = 0

    init(_ program: PatternProgram, text: [UInt32], steps: Int) {
        self.program = program
        self.text = text
        self.steps = steps
    }

    mutating func search() -> Pattern.Match {
        for lookaround in program.lookarounds {
            var matches = [Bool](repeating: false, count: text.count + 1)
            guard run(lookaround.code, onMatch: { matches[$0] = true }) else { return .tooCostly }
            places.append(matches)
        }
        return findFirst()
    }

    private mutating func findFirst() -> Pattern.Match {
        let code = program.main
        prepare(code)
        for position in 0...text.count {
            let isStart = position == 0 || !code.isAnchored
            if isStart, follow(0, at: position, in: code) { return .matched }
            if threads.isEmpty, code.isAnchored { return .notMatched }
            guard position < text.count else { break }
            if advance(over: text[position], to: position + 1, in: code) { return .matched }
            guard steps > 0 else { return .tooCostly }
        }
        return .notMatched
    }

    /// Runs the code from every place of the text and reports where it accepts; `false` when it costs too much.
    private mutating func run(_ code: PatternCode, onMatch: (Int) -> Void) -> Bool {
        prepare(code)
        var accepts = false
        for step in 0...text.count {
            let position = code.isBackward ? text.count - step : step
            let startsHere = follow(0, at: position, in: code)
            if accepts || startsHere { onMatch(position) }
            guard step < text.count else { break }
            let next = code.isBackward ? position - 1 : position + 1
            accepts = advance(over: text[min(position, next)], to: next, in: code)
            guard steps > 0 else { return false }
        }
        return true
    }

    private mutating func prepare(_ code: PatternCode) {
        threads.removeAll()
        reached = [Int](repeating: 0, count: code.instructions.count)
        generation = 1
    }

    /// Moves every thread over one scalar; `true` if one accepts.
    private mutating func advance(over scalar: UInt32, to position: Int, in code: PatternCode) -> Bool {
        generation += 1
        let waiting = threads
        threads.removeAll(keepingCapacity: true)
        var accepts = false
        for address in waiting {
            steps -= 1
            let consumes =
                switch code.instructions[address] {
                case .scalar(let expected): scalar == expected
                case .set(let index): program.sets[index].contains(scalar)
                default: false
                }
            if consumes, follow(address + 1, at: position, in: code) { accepts = true }
        }
        return accepts
    }

    /// Follows the program from an address to what consumes text; `true` if it accepts on the way.
    private mutating func follow(_ start: Int, at position: Int, in code: PatternCode) -> Bool {
        var accepts = false
        pending.append(start)
        while let address = pending.popLast() {
            guard reached[address] != generation else { continue }
            reached[address] = generation
            steps -= 1
            switch code.instructions[address] {
            case .scalar, .set: threads.append(address)
            case .accept: accepts = true
            case .jump(let target): pending.append(target)
            case .split(let first, let second):
                pending.append(first)
                pending.append(second)
            case .assertion(let assertion):
                if assertion.holds(at: position, in: text) { pending.append(address + 1) }
            case .lookaround(let index):
                if places[index][position] != program.lookarounds[index].isNegative { pending.append(address + 1) }
            case .save, .forget, .mark, .progress, .backreference: pending.append(address + 1)
            }
        }
        return accepts
    }
}
