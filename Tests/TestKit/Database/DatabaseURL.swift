/// Points a libpq URI or keyword string at another database of the same server.
///
/// Of a keyword that is given twice, libpq takes the last one.
func databaseURL(_ url: String, database: String) -> String {
    guard url.hasPrefix("postgres://") || url.hasPrefix("postgresql://") else { return "\(url) dbname=\(database)" }
    return "\(url)\(url.contains("?") ? "&" : "?")dbname=\(database)"
}
