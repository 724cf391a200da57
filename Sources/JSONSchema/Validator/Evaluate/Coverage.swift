/// Which members or items of a value some keyword has looked at: what `unevaluated...` leaves alone.
struct Coverage {
    /// Whether anyone will ask.
    let isTracked: Bool

    /// Whether every position is covered.
    private(set) var isComplete = false
    /// One bit each for the first 64 positions, and for those after them.
    private var firstWord: UInt64 = 0
    private var furtherWords: [UInt64] = []

    init(isTracked: Bool) {
        self.isTracked = isTracked
    }

    /// Of a value that nobody asks about.
    static var untracked: Coverage {
        Coverage(isTracked: false)
    }

    func contains(_ position: Int) -> Bool {
        if isComplete { return true }
        let word = position >> 6
        if word == 0 { return firstWord & (1 << position) != 0 }
        return word <= furtherWords.count && furtherWords[word - 1] & (1 << (position & 63)) != 0
    }

    mutating func insert(_ position: Int) {
        guard isTracked, !isComplete else { return }
        let word = position >> 6
        if word == 0 {
            firstWord |= 1 << position
            return
        }
        if furtherWords.count < word {
            furtherWords.append(contentsOf: repeatElement(0, count: word - furtherWords.count))
        }
        furtherWords[word - 1] |= 1 << (position & 63)
    }

    mutating func insertAll() {
        isComplete = true
    }

    mutating func formUnion(_ other: Coverage) {
        guard isTracked else { return }
        isComplete = isComplete || other.isComplete
        firstWord |= other.firstWord
        if furtherWords.count < other.furtherWords.count {
            let missing = other.furtherWords.count - furtherWords.count
            furtherWords.append(contentsOf: repeatElement(0, count: missing))
        }
        for (index, word) in other.furtherWords.enumerated() { furtherWords[index] |= word }
    }
}
