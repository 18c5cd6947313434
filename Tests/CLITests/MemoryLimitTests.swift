import Testing

@testable import cardscan

struct MemoryLimitTests {
    private func free(_ files: [String: String]) -> Int? { MemoryLimit.freeInControlGroup { files[$0] } }

    @Test func pagesThatCanBeDroppedAreFree() {
        let files = [
            "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "1000000\n",
            "/sys/fs/cgroup/memory.current": "900000\n",
            "/sys/fs/cgroup/memory.stat": "anon 1\ninactive_file 700000\nactive_file 5\n",
        ]
        #expect(free(files) == 800_000)
    }

    @Test func theTightestGroupCounts() {
        let files = [
            "/proc/self/cgroup": "0::/kubepods/pod1/c\n", "/sys/fs/cgroup/kubepods/pod1/c/memory.max": "max\n",
            "/sys/fs/cgroup/kubepods/pod1/c/memory.current": "5\n", "/sys/fs/cgroup/kubepods/pod1/memory.max": "500\n",
            "/sys/fs/cgroup/kubepods/pod1/memory.current": "450\n", "/sys/fs/cgroup/kubepods/memory.max": "10000\n",
            "/sys/fs/cgroup/kubepods/memory.current": "460\n",
        ]
        #expect(free(files) == 50)
    }

    @Test func versionOneIsRead() {
        let root = "/sys/fs/cgroup/memory"
        let files = [
            "/proc/self/cgroup": "5:cpu,cpuacct:/a\n4:memory:/docker/x\n0::/\n",
            root + "/memory.limit_in_bytes": "2000\n", root + "/memory.usage_in_bytes": "1500\n",
            root + "/memory.stat": "inactive_file 7\ntotal_inactive_file 500\n",
        ]
        #expect(free(files) == 1000)
    }

    @Test func noLimitIsNone() {
        let root = "/sys/fs/cgroup/memory"
        #expect(free([:]) == nil)
        #expect(free(["/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "max\n"]) == nil)
        let unlimited = [
            "/proc/self/cgroup": "4:memory:/\n", root + "/memory.limit_in_bytes": "9223372036854771712\n",
            root + "/memory.usage_in_bytes": "1500\n",
        ]
        #expect(free(unlimited) == nil)
    }

    @Test func strangeFilesAreNoTrap() {
        for text in ["", ":::", "0::", "x", "0::/../..\n", String(repeating: "/a", count: 10_000)] {
            _ = free(["/proc/self/cgroup": text, "/sys/fs/cgroup/memory.max": "99999999999999999999999"])
        }
        let overfull = [
            "/proc/self/cgroup": "0::/\n", "/sys/fs/cgroup/memory.max": "10", "/sys/fs/cgroup/memory.current": "50",
        ]
        #expect(free(overfull) == 0)
    }

    @Test func processorsOfTheGroupAreRoundedUp() {
        #expect(ProcessorCount.quota("150000 100000\n") == 2)
        #expect(ProcessorCount.quota("50000 100000\n") == 1)
        #expect(ProcessorCount.quota("max 100000\n") == nil)
        #expect(ProcessorCount.quota(nil) == nil)
        #expect(ProcessorCount.affinity("Name:\tx\nCpus_allowed:\tf,00000003\nMems_allowed:\t1\n") == 6)
        #expect(ProcessorCount.affinity("nothing") == nil)
    }
}
