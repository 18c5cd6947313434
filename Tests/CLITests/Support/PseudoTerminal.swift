import Foundation
import Glibc

/// A terminal of a given size that a program believes to be real.
struct PseudoTerminal {
    private let master: Int32
    private let slave: Int32

    struct Failure: Error { var call: String }

    init(columns: Int, rows: Int = 50) throws {
        var size = winsize(ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, &size) == 0 else { throw Failure(call: "openpty") }
        for descriptor in [master, slave] where fcntl(descriptor, F_SETFD, FD_CLOEXEC) != 0 {
            throw Failure(call: "FD_CLOEXEC")
        }
        (self.master, self.slave) = (master, slave)
    }

    /// What a command line writes to standard output, with line ends as they were before the terminal added to them.
    func run(_ command: String, in directory: URL, _ environment: [String: String] = [:]) throws -> String {
        let process = Binary.process(command, in: directory, environment)
        let output = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        // Only the program holds the terminal now: reading ends with it.
        close(slave)
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = read(master, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            bytes += chunk[..<count]
        }
        close(master)
        process.waitUntilExit()
        return String(decoding: bytes, as: UTF8.self).replacing("\r\n", with: "\n")
    }
}
