import Cardinality

/// Series over time, and the sources that hold them.
struct HTMLTimeline {
    struct Source {
        var name: String
        var series: Int
        /// Milliseconds since the epoch, nil where they are not known.
        var times: (first: Int64, last: Int64)?
    }

    var title: String
    var note: StyledText?
    var timeline: Timeline
    var sources: [Source]

    func write(to json: inout JSONWriter) {
        json.member("kind", "timeline")
        json.member("title", title)
        json.member("note", note)
        json.member("start", Int(timeline.start))
        json.member("step", Int(timeline.step))
        json.array("started") { json in for number in timeline.started { json.value(number) } }
        json.array("ended") { json in for number in timeline.ended { json.value(number) } }
        json.array("sources") { json in
            for source in sources {
                json.object { json in
                    json.member("n", source.name)
                    json.member("v", source.series)
                    json.member("from", source.times.map { Int($0.first) })
                    json.member("to", source.times.map { Int($0.last) })
                }
            }
        }
    }
}
