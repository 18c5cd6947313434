import Glibc

extension Configuration {
    static let fileName = ".cardscan.yaml"
    /// Bytes; a configuration is written by hand.
    private static let sizeLimit = 65_536

    /// The configuration of the working directory or of the nearest directory above that has one.
    ///
    /// A file that cannot be used is reported and ends the command: running with other settings than the team agreed on
    /// would give other numbers.
    static func find() throws(ExitStatus) -> Configuration {
        guard let start = getcwd(nil, 0) else { return Configuration() }
        defer { free(start) }
        var directory = String(cString: start)
        while true {
            let path = (directory == "/" ? "" : directory) + "/" + fileName
            if access(path, F_OK) == 0 { return try read(path) }
            guard directory != "/", let slash = directory.lastIndex(of: "/") else { return Configuration() }
            directory = slash == directory.startIndex ? "/" : String(directory[..<slash])
        }
    }

    private static func read(_ path: String) throws(ExitStatus) -> Configuration {
        do throws(ConfigurationProblem) {
            let configuration = try Configuration(parsing: try content(of: path))
            StandardError.prefer(configuration.color)
            return configuration
        } catch {
            let place = error.position.map { ":\($0)" } ?? ""
            let message = Escaper.show(error.message, columns: 1000, in: .notation)
            StandardError.error("\(Escaper.show(path))\(place): \(message)")
            throw .failure
        }
    }

    private static func content(of path: String) throws(ConfigurationProblem) -> [UInt8] {
        func problem(_ message: String) -> ConfigurationProblem {
            ConfigurationProblem(position: nil, message: message)
        }
        // A pipe of that name must not block.
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw problem("cannot be read: \(String(cString: strerror(errno)))") }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: sizeLimit + 1)
        var count = 0
        while count < bytes.count {
            let room = bytes.count - count
            let more = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress?.advanced(by: count), room) }
            if more < 0, errno == EINTR { continue }
            guard more >= 0 else { throw problem("cannot be read: \(String(cString: strerror(errno)))") }
            if more == 0 { break }
            count += more
        }
        guard count <= sizeLimit else { throw problem("is larger than a configuration can be (64 KiB)") }
        return Array(bytes[..<count])
    }
}
