import Spelling
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

    @Test(arguments: [
        ("analise", "analyze"), ("anlayze", "analyze"), ("snapshoot", "snapshot"), ("ANALYZE", "analyze"),
        ("keepFiringFor", "keep_firing_for"), ("evaluation-interval", "evaluation_interval"),
    ])
    func wordsOfCommandsAndFiles(typed: String, meant: String) {
        let words = ["analyze", "snapshot", "help", "keep_firing_for", "evaluation_interval"]
        #expect(Spelling.nearest(to: typed, among: words) == meant)
    }

    @Test(arguments: ["", "x", "propose", "completely-different", "li", "analyze"])
    func nothingIsNearOtherWords(typed: String) {
        #expect(Spelling.nearest(to: typed, among: ["snapshot", "help", "le", typed]) == nil)
    }

    /// What replaces without asking must not guess.
    @Test func ofTwoNoneIsTheOnly() {
        #expect(Spelling.nearest(to: "titel", among: ["title", "tite"]) == "title")
        #expect(Spelling.onlyNearest(to: "titel", among: ["title", "tite"]) == nil)
        #expect(Spelling.onlyNearest(to: "titel", among: ["title", "toUpper"]) == "title")
        #expect(Spelling.advice(for: "titel", among: ["title"]) == "did you mean 'title'?")
        #expect(Spelling.advice(for: "x", among: ["title", "toUpper"]) == "known are title, toUpper")
    }
}
