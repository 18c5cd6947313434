import Glibc

/// How many threads make sense when nobody said: the processors this process may run on, no more than the control group
/// pays for.
enum ProcessorCount {
    static func automatic() -> Int {
        let allowed = max(1, affinity(KernelFile.read("/proc/self/status")) ?? sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        guard let quota = quota(KernelFile.read("/sys/fs/cgroup/cpu.max")) else { return allowed }
        return min(allowed, quota)
    }

    /// `cpu.max` holds microseconds of processor time and the period they are for, or `max`; rounded up, at least 1.
    static func quota(_ text: String?) -> Int? {
        let fields = text?.split { $0 == " " || $0 == "\n" } ?? []
        guard fields.count == 2, let share = Int(fields[0]), let period = Int(fields[1]), share > 0, period > 0 else {
            return nil
        }
        return max(1, (share - 1) / period + 1)
    }

    /// Processors in the mask of `/proc/self/status`, hexadecimal groups with commas between them.
    static func affinity(_ status: String?) -> Int? {
        let name = "Cpus_allowed:".utf8
        let lines = status?.utf8.split(separator: UInt8(ascii: "\n"))
        guard let line = lines?.first(where: { $0.starts(with: name) }) else { return nil }
        let digits = Substring(line.dropFirst(name.count))
        let count = digits.reduce(0) { $0 + ($1.hexDigitValue?.nonzeroBitCount ?? 0) }
        return count > 0 ? count : nil
    }
}
