/// A small shell that runs a script when this process ends, however it ends.
///
/// It waits for the end of its standard input, which comes when this process is gone, also after `kill -9`.
package struct Watchdog: Sendable {
    private let shell: ChildProcess

    /// Starts the shell; the script finds `arguments` in `$1`, `$2`...
    ///
    /// `prefix` is a command that runs the shell as somebody else.
    package init(script: String, arguments: [String], prefix: [String] = []) throws(ChildProcessError) {
        let whole = "trap '' HUP INT TERM QUIT; exec >/dev/null 2>&1; cd /; if read -r word; then exit 0; fi; \(script)"
        shell = try .start(
            prefix + ["/bin/sh", "-c", whole, "watchdog"] + arguments,
            hasInput: true,
            output: .lines { _, _ in }
        )
    }

    /// Ends the shell without running the script.
    package func dismiss() async {
        shell.writeLine("dismissed")
        _ = await shell.exit(within: .seconds(5))
    }
}
