/// How much memory to use when nobody said: 1 GiB, or half of what the control group has free if that is less.
///
/// cardscan often runs in the container of the very server that is out of memory, so it must not be what gets the
/// container killed. Free is the limit minus the working set, as the kubelet computes it: pages of files that the kernel
/// can drop do not count as used. Groups above are looked at too, as far as they can be seen.
enum MemoryLimit {
    static let standard = 1 << 30

    static func automatic() -> Int {
        guard let free = freeInControlGroup(read: KernelFile.read) else { return standard }
        return min(standard, free / 2)
    }

    /// Bytes free in the tightest group; nil without a limit. `read` returns the content of a small file.
    static func freeInControlGroup(read: (String) -> String?) -> Int? {
        guard let memberships = read("/proc/self/cgroup") else { return nil }
        var free: Int?
        for line in memberships.split(separator: "\n") {
            // hierarchy-ID:controllers:path
            let fields = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard fields.count == 3 else { continue }
            let version: Version
            if fields[0] == "0", fields[1].isEmpty {
                version = .two
            } else if fields[1].split(separator: ",").contains("memory") {
                version = .one
            } else {
                continue
            }
            for group in groups(of: String(fields[2])) {
                guard let here = version.free(in: version.root + group, read: read) else { continue }
                free = min(free ?? here, here)
            }
        }
        return free
    }

    /// `/a/b` gives `/a/b`, `/a` and the root; a container often sees its own group as the root.
    private static func groups(of path: String) -> [String] {
        var names = path.split(separator: "/").prefix(64)
        var groups: [String] = []
        while !names.isEmpty {
            groups.append("/" + names.joined(separator: "/"))
            names = names.dropLast()
        }
        return groups + [""]
    }

    private enum Version {
        case one, two

        var root: String { self == .two ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory" }

        func free(in directory: String, read: (String) -> String?) -> Int? {
            let names =
                self == .two
                ? (limit: "memory.max", usage: "memory.current", cache: "inactive_file")
                : (limit: "memory.limit_in_bytes", usage: "memory.usage_in_bytes", cache: "total_inactive_file")
            // "max" is no number. Version 1 writes a number near 2^63 instead.
            guard let limit = number(read(directory + "/" + names.limit)), limit < 1 << 60,
                let usage = number(read(directory + "/" + names.usage))
            else { return nil }
            let cache = read(directory + "/memory.stat").flatMap { field(names.cache, of: $0) } ?? 0
            return max(0, limit - max(0, usage - min(cache, usage)))
        }

        private func number(_ text: String?) -> Int? {
            guard let number = text.flatMap({ Int($0.prefix { $0.isNumber }) }), number >= 0 else { return nil }
            return number
        }

        private func field(_ name: String, of text: String) -> Int? {
            for line in text.split(separator: "\n") {
                let fields = line.split(separator: " ")
                if fields.count == 2, fields[0] == name { return number(String(fields[1])) }
            }
            return nil
        }
    }
}
