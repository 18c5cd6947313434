import Glibc

/// What a whole process took, from its start to its end.
struct Measurement: Sendable {
    /// Seconds on the clock.
    var wall: Double
    /// Seconds of processor time, user and system, over all threads.
    var cpu: Double
    /// Largest resident size in MiB; mapped pages count.
    var peak: Double
}

/// A command that could not be measured.
struct CommandError: Error, CustomStringConvertible {
    let command: [String]
    let reason: String

    var description: String { "\(command.joined(separator: " ")): \(reason)" }
}

extension Measurement {
    /// Runs `command` to its end, with its standard output in the file `output`.
    ///
    /// A status in `accepted` is a success. The figures are the kernel's (`wait4`). The peak is never below the size
    /// of this process, which the child shares until it executes: keep this process small.
    init(_ command: [String], output: String = "/dev/null", accepted: Set<Int32> = [0]) throws(CommandError) {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, output, O_WRONLY | O_CREAT | O_TRUNC, 0o644)

        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = [strdup("LC_ALL=C"), nil]
        defer { for string in arguments + environment { free(string) } }

        let start = Measurement.now
        var child: pid_t = 0
        let failure = posix_spawnp(&child, command[0], &actions, nil, &arguments, &environment)
        guard failure == 0 else {
            throw CommandError(command: command, reason: String(cString: strerror(failure)))
        }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(child, &status, 0, &usage) < 0, errno == EINTR {}
        let end = Measurement.now

        let signal = status & 0x7f
        guard signal == 0 else { throw CommandError(command: command, reason: "ended by signal \(signal)") }
        let code = status >> 8 & 0xff
        guard accepted.contains(code) else { throw CommandError(command: command, reason: "exit status \(code)") }
        wall = end - start
        cpu = Measurement.seconds(usage.ru_utime) + Measurement.seconds(usage.ru_stime)
        peak = Double(usage.ru_maxrss) / 1024
    }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    private static func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
}

extension Measurement {
    /// Runs the commands in turn, `runs` times (A B A B), after one round that warms the page cache and is thrown
    /// away, and returns the medians of each: what else the machine does then falls on all of them alike.
    static func interleaved(
        _ commands: [[String]], runs: Int, accepted: Set<Int32> = [0]
    ) throws(CommandError) -> [Measurement] {
        var samples = [[Measurement]](repeating: [], count: commands.count)
        for round in 0...runs {
            for (index, command) in commands.enumerated() {
                let sample = try Measurement(command, accepted: accepted)
                if round > 0 { samples[index].append(sample) }
            }
        }
        return samples.map { of in
            Measurement(
                wall: median(of.map(\.wall)), cpu: median(of.map(\.cpu)), peak: median(of.map(\.peak)))
        }
    }

    private static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }
}
