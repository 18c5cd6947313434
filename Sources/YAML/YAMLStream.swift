/// The documents of a YAML text, or of a JSON text, which is read by JSON's own rules.
///
/// A rule file is wanted in parts when one part of it is wrong: the documents before an error are there, and a document
/// with a duplicate key, which no decoder would take, is there with the first of the values.
package struct YAMLStream: Sendable {
    package let documents: [YAMLDocument]
    /// In the order they were met. At most the last of them ended the reading.
    package let errors: [YAMLError]

    /// The first error.
    package var error: YAMLError? { errors.first }

    /// - Parameter onItem: Told of each mapping that is an item of a list, once it is complete. The rest of the text is yet
    ///   to be read then, and may have an error. Of JSON nothing is told.
    package init(
        parsing source: SourceText, limits: YAMLLimits = YAMLLimits(), onItem: ((YAMLNode) -> Void)? = nil
    ) {
        guard source.bytes.count <= limits.bytes else {
            documents = []
            errors = [
                YAMLError(
                    .limit, "is \(source.bytes.count) bytes long; at most \(limits.bytes) are read", at: 0..<0)
            ]
            return
        }
        let check = EncodingCheck(source)
        if check.invalid == nil, JSONReader.applies(to: source.bytes),
            let (documents, errors) = JSONReader.read(source, limits: limits)
        {
            self.documents = documents
            self.errors = errors
            return
        }
        var reader = EventReader(source: source, limits: limits, check: check, onItem: onItem)
        reader.read()
        documents = reader.documents
        errors = reader.errors
    }
}
