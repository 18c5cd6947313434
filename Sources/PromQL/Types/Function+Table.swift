extension Function {
    /// Every function of Prometheus 3.14, by signature. A trailing `?` may be left out, `*` may be repeated, `+9` may
    /// be repeated nine times; `!` marks what needs the feature `promql-experimental-functions`.
    private static let signatures = """
        abs acos acosh asin asinh atan atanh ceil cos cosh deg exp floor ln log10 log2 rad sgn sin sinh sqrt tan tanh \
        absent sort sort_desc timestamp !start_timestamp (vector) vector
        histogram_avg histogram_count histogram_sum histogram_stddev histogram_stdvar (vector) vector
        scalar (vector) scalar
        vector (scalar) vector
        days_in_month day_of_month day_of_week day_of_year hour minute month year (vector?) vector
        absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta increase irate \
        last_over_time max_over_time min_over_time present_over_time rate resets stddev_over_time stdvar_over_time \
        sum_over_time !mad_over_time !ts_of_first_over_time !ts_of_last_over_time !ts_of_max_over_time \
        !ts_of_min_over_time (matrix) vector
        quantile_over_time (scalar matrix) vector
        predict_linear (matrix scalar) vector
        !double_exponential_smoothing (matrix scalar scalar) vector
        histogram_quantile (scalar vector) vector
        histogram_fraction (scalar scalar vector) vector
        !histogram_quantiles (vector string scalar scalar+9) vector
        clamp (vector scalar scalar) vector
        clamp_max clamp_min (vector scalar) vector
        round (vector scalar?) vector
        label_replace (vector string string string string) vector
        label_join (vector string string string*) vector
        !sort_by_label !sort_by_label_desc (vector string*) vector
        !info (vector vector?) vector
        pi time !start !end !range !step () scalar
        !max_of !min_of (scalar scalar) scalar
        """

    static let table: [String: Function] = {
        var table: [String: Function] = [:]
        // By bytes: every program that parses an expression waits for this.
        for line in signatures.utf8.split(separator: UInt8(ascii: "\n")) {
            let parts = line.split { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") }
                .map { $0.split(separator: UInt8(ascii: " ")) }
            guard let names = parts.first, let result = parts.last?.first.flatMap(valueType) else { continue }
            let parameters = parts.count == 3 ? parts[1] : []
            let variadic: Int? =
                switch parameters.last.map({ Substring($0.drop(while: isLetter)) }) ?? "" {
                case "": 0
                case "?": 1
                case "*": nil
                case let mark: Int(mark.dropFirst())
                }
            for name in names {
                let isExperimental = name.first == UInt8(ascii: "!")
                let plain = String(Substring(isExperimental ? name.dropFirst() : name))
                table[plain] = Function(
                    name: plain, parameters: parameters.compactMap(valueType), variadic: variadic, result: result,
                    isExperimental: isExperimental)
            }
        }
        return table
    }()

    /// The type that a word of a signature names, whatever mark follows it.
    private static func valueType(_ word: Substring.UTF8View) -> ValueType? {
        ValueType(rawValue: String(Substring(word.prefix(while: isLetter))))
    }

    private static func isLetter(_ byte: UInt8) -> Bool { 0x61...0x7A ~= byte }
}
