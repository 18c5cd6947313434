/// OpenMetrics: one blank where it asks for one, no other comments than metadata, and an end.
extension ExpositionParser {
    mutating func nextOfOpenMetrics() throws(ExpositionFault) -> ExpositionEntry? {
        guard let byte = peek() else { throw ExpositionFault("the text does not end with # EOF", at: offset) }
        guard byte == 0x23 else {
            guard byte == 0x7b || Self.isNameStart(byte) else {
                throw ExpositionFault("expected a metric or its metadata\(found())", at: offset)
            }
            return try sampleOfOpenMetrics()
        }
        if starts(with: "# EOF") {
            offset += 5
            if peek() == 0x0a { offset += 1 }
            if peek() != nil { throw ExpositionFault("there is more after # EOF", at: offset) }
            return nil
        }
        guard let word = ["HELP", "TYPE", "UNIT"].first(where: { starts(with: "# \($0) ") }) else {
            throw ExpositionFault(
                "expected # HELP, # TYPE, # UNIT or # EOF: OpenMetrics has no other comments", at: offset)
        }
        offset += 7
        let name = try metadataName(after: word)
        guard peek() == 0x20 else {
            throw ExpositionFault("expected a blank and a text after the name\(found())", at: offset)
        }
        offset += 1
        let start = offset
        while let byte = peek(), byte != 0x0a { offset += 1 }
        guard peek() == 0x0a else { throw ExpositionFault("the text does not end with # EOF", at: offset) }
        return try metadata(word, name, start..<offset)
    }

    private mutating func sampleOfOpenMetrics() throws(ExpositionFault) -> ExpositionEntry {
        let start = offset
        begin()
        if peek() != 0x7b { name = plainToken(isName: true) }
        if peek() == 0x7b { try labelsOfOpenMetrics(isExemplar: false) }
        guard name != nil else { throw ExpositionFault("the series has no metric name", at: start) }
        try valueOfOpenMetrics("a value")
        if peek() == 0x20, !starts(with: " # {") {
            let time = try numberOfOpenMetrics("a timestamp")
            let milliseconds = time.value * 1000
            timestamp = abs(milliseconds) < 9e18 ? Int64(milliseconds) : nil
        }
        if starts(with: " # {") {
            offset += 3
            try labelsOfOpenMetrics(isExemplar: true)
            try valueOfOpenMetrics("the exemplar's value")
            if peek() == 0x20 { _ = try numberOfOpenMetrics("the exemplar's timestamp") }
        }
        guard peek() == 0x0a else {
            let problem = peek() == nil ? "the text does not end with # EOF" : "expected the end of the line\(found())"
            throw ExpositionFault(problem, at: offset)
        }
        offset += 1
        return .sample(at: start)
    }

    private mutating func labelsOfOpenMetrics(isExemplar: Bool) throws(ExpositionFault) {
        offset += 1
        while peek() != 0x7d {
            let (label, isQuoted) = try labelName()
            if isQuoted, !isExemplar, peek() == 0x2c || peek() == 0x7d {
                try setName(label)
            } else {
                guard peek() == 0x3d else {
                    throw ExpositionFault("expected = after the label's name\(found())", at: offset)
                }
                offset += 1
                let value = try quoted("a value in quotes", allowsLines: false)
                if !isExemplar { labels.append((label, value)) }
            }
            guard peek() == 0x2c else {
                guard peek() == 0x7d else { throw ExpositionFault("expected , or }\(found())", at: offset) }
                break
            }
            offset += 1
        }
        offset += 1
    }

    private mutating func valueOfOpenMetrics(_ what: String) throws(ExpositionFault) {
        guard peek() == 0x20 else { throw ExpositionFault("expected a blank and \(what)\(found())", at: offset) }
        offset += 1
        try checkValue(token { $0 == 0x20 || $0 == 0x0a })
    }

    private mutating func numberOfOpenMetrics(_ what: String) throws(ExpositionFault) -> (value: Double, Range<Int>) {
        offset += 1
        let range = token { $0 == 0x20 || $0 == 0x0a }
        guard let value = GoFloat.value(bytes[range]), value.isFinite else {
            throw ExpositionFault("expected \(what) in seconds", at: range.lowerBound)
        }
        return (value, range)
    }
}
