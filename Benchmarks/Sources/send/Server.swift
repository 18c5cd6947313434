import Glibc

/// A server that is started for a load, stopped by SIGTERM, and measured from its start to its end.
struct Server {
    private let process: pid_t
    private let port: UInt16

    /// Seconds that a server has until it listens, and until it ends.
    private static let patience = 120

    /// Starts `command` and waits until `port` is listened on.
    init(_ command: [String], port: UInt16) throws(LoadError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for descriptor in [STDOUT_FILENO, STDERR_FILENO] {
            posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_WRONLY, 0)
        }
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        defer { for string in arguments { free(string) } }
        var child: pid_t = 0
        guard posix_spawnp(&child, command[0], &actions, nil, &arguments, environ) == 0 else {
            throw LoadError(description: "cannot start \(command[0])")
        }
        process = child
        self.port = port
        for _ in 0..<(Server.patience * 20) {
            if Connection(port: port) != nil { return }
            usleep(50_000)
        }
        kill(child, SIGKILL)
        throw LoadError(description: "\(command[0]) does not listen on port \(port)")
    }

    /// Processor time in seconds and largest resident size in MiB, of the whole process.
    func stop() throws(LoadError) -> (cpu: Double, peak: Double) {
        kill(process, SIGTERM)
        var status: Int32 = 0
        var usage = rusage()
        for _ in 0..<(Server.patience * 20) {
            let ended = wait4(process, &status, WNOHANG, &usage)
            if ended == process {
                guard status == 0 else { throw LoadError(description: "the server ended with status \(status)") }
                return (seconds(usage.ru_utime) + seconds(usage.ru_stime), Double(usage.ru_maxrss) / 1024)
            }
            usleep(50_000)
        }
        kill(process, SIGKILL)
        throw LoadError(description: "the server does not end")
    }

    private func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}
