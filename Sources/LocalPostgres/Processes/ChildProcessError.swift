/// Why a process could not be started.
package struct ChildProcessError: Error, CustomStringConvertible {
    package var description: String
}
