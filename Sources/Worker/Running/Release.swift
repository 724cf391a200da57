/// The release that this binary was built from.
enum Release {
    static let version = "0.1.0"
}
