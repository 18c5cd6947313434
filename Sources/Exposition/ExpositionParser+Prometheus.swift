/// Prometheus' text format: blanks and tabs between all tokens, any comment, empty lines.
extension ExpositionParser {
    mutating func nextOfPrometheus() throws(ExpositionFault) -> ExpositionEntry? {
        while true {
            let isIndented = skipBlanks()
            guard let byte = peek() else { return nil }
            switch byte {
            case 0x0a: offset += 1
            case 0x23: if let entry = try commentOfPrometheus() { return entry }
            case 0x7b: return try sampleOfPrometheus()
            case _ where Self.isNameStart(byte):
                guard !isIndented else {
                    throw ExpositionFault("blanks before the name, which Prometheus takes for a part of it", at: offset)
                }
                return try sampleOfPrometheus()
            default: throw ExpositionFault("expected a metric, a comment or an empty line\(found())", at: offset)
            }
        }
    }

    /// Nil for a comment that says nothing to programs.
    private mutating func commentOfPrometheus() throws(ExpositionFault) -> ExpositionEntry? {
        offset += 1
        let hasBlank = skipBlanks()
        let start = offset
        let word = ["HELP", "TYPE"].first { starts(with: $0) }
        guard hasBlank, let word else {
            skipLine()
            return nil
        }
        offset += word.utf8.count
        guard skipBlanks() else {
            offset = start
            skipLine()
            return nil
        }
        let name = try metadataName(after: word)
        let textStart = offset
        while let byte = peek(), byte != 0x0a { offset += 1 }
        // One blank separates them; all others belong to the text.
        let text = min(textStart + 1, offset)..<offset
        return try metadata(word, name, text)
    }

    private mutating func sampleOfPrometheus() throws(ExpositionFault) -> ExpositionEntry {
        let start = offset
        begin()
        if peek() != 0x7b { name = plainToken(isName: true) }
        skipBlanks()
        if peek() == 0x7b { try labelsOfPrometheus() }
        guard name != nil else { throw ExpositionFault("the series has no metric name", at: start) }
        skipBlanks()
        let value = token { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x7b }
        try checkValue(value)
        skipBlanks()
        if let byte = peek(), byte != 0x0a {
            let digits = token { !Self.isDigit($0) }
            guard !digits.isEmpty else {
                throw ExpositionFault(
                    "expected a timestamp in milliseconds or the end of the line\(found())", at: offset)
            }
            guard let time = Int64(String(decoding: bytes[digits], as: UTF8.self)) else {
                throw ExpositionFault("the timestamp is out of range", at: digits.lowerBound)
            }
            timestamp = time
            skipBlanks()
            if peek() != nil, peek() != 0x0a {
                throw ExpositionFault("expected the end of the line after the timestamp\(found())", at: offset)
            }
        }
        if peek() == 0x0a { offset += 1 }
        return .sample(at: start)
    }

    private mutating func labelsOfPrometheus() throws(ExpositionFault) {
        offset += 1
        while true {
            skipBlanks()
            if peek() == 0x7d { break }
            let (label, isQuoted) = try labelName()
            skipBlanks()
            if isQuoted, peek() == 0x2c || peek() == 0x7d {
                try setName(label)
            } else {
                guard peek() == 0x3d else {
                    throw ExpositionFault("expected = after the label's name\(found())", at: offset)
                }
                offset += 1
                skipBlanks()
                labels.append((label, try quoted("a value in quotes", allowsLines: true)))
                skipBlanks()
            }
            // Commas may be missing between labels.
            if peek() == 0x2c { offset += 1 }
        }
        offset += 1
    }
}
