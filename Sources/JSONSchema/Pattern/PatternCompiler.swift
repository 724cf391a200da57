/// Turns a syntax tree into a program, with repetitions written out.
///
/// Without backreferences the program only says *whether* a text matches, and runs in linear time; groups then leave
/// no trace in it. A lookaround is compiled against its reading direction in that case: reading the text once from
/// the far side tells for every place at once whether it holds (Barrière and Pit-Claudel, "Linear Matching of
/// JavaScript Regular Expressions", 2024).
struct PatternCompiler {
    private var program = PatternProgram()
    private var code = PatternCode()
    private var visits = 0
    /// Where the program has the lookaround of an offset in the source.
    private var lookarounds: [Int: Int] = [:]

    static func compile(_ syntax: PatternSyntax) throws(PatternError) -> PatternProgram {
        var compiler = PatternCompiler()
        compiler.program.sets = syntax.sets
        compiler.program.groupCount = syntax.groupCount
        compiler.program.hasBackreferences = syntax.hasBackreferences
        let isAnchored = syntax.root.startsAtTextStart
        compiler.program.main = try compiler.compiled(syntax.root, isBackward: false, isAnchored: isAnchored)
        return compiler.program
    }

    private mutating func compiled(
        _ node: PatternNode,
        isBackward: Bool,
        isAnchored: Bool = false
    ) throws(PatternError) -> PatternCode {
        let outer = code
        code = PatternCode(isBackward: isBackward, isAnchored: isAnchored)
        try emit(node)
        try append(.accept)
        let inner = code
        code = outer
        return inner
    }

    private mutating func emit(_ node: PatternNode) throws(PatternError) {
        visits += 1
        guard visits <= PatternLimits.compilerVisits else { throw Self.tooLarge }
        switch node {
        case .empty: break
        case .scalar(let scalar): try append(.scalar(scalar))
        case .set(let index): try append(.set(index))
        case .sequence(let parts):
            for part in code.isBackward ? parts.reversed() : parts { try emit(part) }
        case .alternation(let branches): try emitAlternation(branches)
        case .capture(let body, let group): try emitCapture(body, group: group)
        case .repetition(let repetition): try emitRepetition(repetition)
        case .assertion(let assertion): try append(.assertion(assertion))
        case .lookaround(let lookaround): try emitLookaround(lookaround)
        case .backreference(let group): try append(.backreference(group: group))
        }
    }

    private mutating func emitAlternation(_ branches: [PatternNode]) throws(PatternError) {
        var ends: [Int] = []
        for branch in branches.dropLast() {
            let split = try reserve()
            try emit(branch)
            ends.append(try reserve())
            code.instructions[split] = .split(split + 1, code.instructions.count)
        }
        if let last = branches.last { try emit(last) }
        for end in ends { code.instructions[end] = .jump(code.instructions.count) }
    }

    private mutating func emitCapture(_ body: PatternNode, group: Int) throws(PatternError) {
        guard program.hasBackreferences else { return try emit(body) }
        let (start, end) = (2 * group, 2 * group + 1)
        try append(.save(slot: code.isBackward ? end : start))
        try emit(body)
        try append(.save(slot: code.isBackward ? start : end))
    }

    private mutating func emitLookaround(_ node: PatternLookaroundNode) throws(PatternError) {
        if let index = lookarounds[node.offset] { return try append(.lookaround(index)) }
        let isBackward = program.hasBackreferences ? !node.isAhead : node.isAhead
        let body = try compiled(node.body, isBackward: isBackward)
        let index = program.lookarounds.count
        program.lookarounds.append(PatternLookaround(code: body, isNegative: node.isNegative))
        lookarounds[node.offset] = index
        try append(.lookaround(index))
    }
}

/// Repetitions.
extension PatternCompiler {
    private mutating func emitRepetition(_ repetition: PatternRepetition) throws(PatternError) {
        guard let maximum = repetition.maximum else { return try emitUnbounded(repetition) }
        for _ in 0..<repetition.minimum { try emitIteration(repetition, isOptional: false) }
        var splits: [Int] = []
        for _ in repetition.minimum..<maximum {
            splits.append(try reserve())
            try emitIteration(repetition, isOptional: true)
        }
        for split in splits { leave(repetition, at: split) }
    }

    private mutating func emitUnbounded(_ repetition: PatternRepetition) throws(PatternError) {
        // The last required iteration can serve as the loop where no iteration has to be told from the next.
        let loopsBack = repetition.minimum > 0 && !program.hasBackreferences
        for _ in 0..<repetition.minimum - (loopsBack ? 1 : 0) { try emitIteration(repetition, isOptional: false) }
        let start = code.instructions.count
        if loopsBack {
            try emitIteration(repetition, isOptional: false)
            try append(.split(start, code.instructions.count + 1))
        } else {
            let split = try reserve()
            try emitIteration(repetition, isOptional: true)
            try append(.jump(start))
            leave(repetition, at: split)
        }
    }

    private mutating func emitIteration(
        _ repetition: PatternRepetition,
        isOptional: Bool
    ) throws(PatternError) {
        guard program.hasBackreferences else { return try emit(repetition.body) }
        if !repetition.groups.isEmpty { try append(.forget(repetition.groups)) }
        guard isOptional else { return try emit(repetition.body) }
        let mark = program.markCount
        program.markCount += 1
        try append(.mark(mark))
        try emit(repetition.body)
        try append(.progress(since: mark))
    }

    /// Completes the choice, at `split`, between one more iteration and what follows the repetition.
    private mutating func leave(_ repetition: PatternRepetition, at split: Int) {
        let end = code.instructions.count
        code.instructions[split] = repetition.isGreedy ? .split(split + 1, end) : .split(end, split + 1)
    }

    private mutating func append(_ instruction: PatternInstruction) throws(PatternError) {
        guard code.instructions.count < PatternLimits.instructions else { throw Self.tooLarge }
        code.instructions.append(instruction)
    }

    /// The address of an instruction to be set later.
    private mutating func reserve() throws(PatternError) -> Int {
        try append(.accept)
        return code.instructions.count - 1
    }

    private static var tooLarge: PatternError {
        PatternError(
            message: "The pattern's repetitions multiply to over \(PatternLimits.instructions) steps; "
                + "use smaller counts, or maxLength and maxItems",
            offset: 0
        )
    }
}
