/// Why a server of our own cannot be run; `description` is one clear text with the remedy.
package struct LocalPostgresError: Error, CustomStringConvertible {
    package var description: String

    init(_ description: String) {
        self.description = description
    }
}
