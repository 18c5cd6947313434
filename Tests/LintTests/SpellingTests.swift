import Lint
import Testing

/// What is near enough to have been meant, and what is another name.
struct SpellingTests {
    @Test(arguments: [
        ("http_request_total", "http_requests_total"), ("node_cpu_secnods_total", "node_cpu_seconds_total"),
        ("instnce", "instance"), ("idel", "idle"), ("contaner_memory_rss", "container_memory_rss"),
    ])
    func isMeant(typed: String, meant: String) {
        #expect(Spelling.nearest(to: typed, among: ["up", "scrape_duration_seconds", meant]) == meant)
    }

    @Test(arguments: [
        ("prometheus_remote_storage_samples_total", "prometheus_remote_storage_samples_in_total"),
        ("probe_icmp_duration_seconds", "probe_http_duration_seconds"),
        ("go_gc_duration_seconds_sum", "go_gc_duration_seconds_max"), ("node_load1", "node_load15_total"),
    ])
    func isAnotherName(typed: String, other: String) {
        #expect(Spelling.nearest(to: typed, among: [other]) == nil)
    }
}
