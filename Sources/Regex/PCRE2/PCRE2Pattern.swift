import CPCRE2

/// A pattern compiled by PCRE2, which any number of threads may match with at once.
final class PCRE2Pattern: Sendable {
    /// What a match found out; `undecided` leaves the answer to the linear matcher.
    enum Outcome {
        case match, noMatch, undecided
    }

    // Written once in init; PCRE2 itself never writes to compiled code while matching.
    nonisolated(unsafe) private let code: OpaquePointer
    private let isJITCompiled: Bool

    /// `nil` if PCRE2 refuses it, which is when it outgrows 64 KiB of compiled code.
    init?(_ pattern: [UInt8]) {
        guard let context = pcre2_compile_context_create_8(nil) else { return nil }
        defer { pcre2_compile_context_free_8(context) }
        pcre2_set_newline_8(context, UInt32(PCRE2_NEWLINE_LF))
        pcre2_set_parens_nest_limit_8(context, 10_000)
        var error: Int32 = 0
        var offset = 0
        // The caller has checked the pattern's UTF-8 by writing it.
        let options = UInt32(PCRE2_UTF) | UInt32(PCRE2_NO_UTF_CHECK) | UInt32(PCRE2_DOTALL)
        let compiled = pattern.withUnsafeBufferPointer {
            pcre2_compile_8($0.baseAddress, $0.count, options, &error, &offset, context)
        }
        guard let compiled else { return nil }
        code = compiled
        isJITCompiled = pcre2_jit_compile_8(compiled, UInt32(PCRE2_JIT_COMPLETE)) == 0
    }

    deinit { pcre2_code_free_8(code) }

    /// Searches the bytes, which must be valid UTF-8; `groups` asks for the positions of that many groups.
    func search(
        _ bytes: UnsafeRawBufferPointer, from offset: Int = 0, groups count: Int, into groups: inout [Range<Int>?]
    ) -> Outcome {
        guard let state = MatchState.current(groups: count) else { return .undecided }
        // An empty buffer may have no address, which PCRE2 reads as an error in some versions.
        let start = bytes.baseAddress ?? UnsafeRawPointer(state.data)
        let subject = start.assumingMemoryBound(to: UInt8.self)
        let result =
            isJITCompiled
            ? pcre2_jit_match_8(code, subject, bytes.count, offset, 0, state.data, state.context)
            : pcre2_match_8(code, subject, bytes.count, offset, UInt32(PCRE2_NO_UTF_CHECK), state.data, state.context)
        if result == PCRE2_ERROR_NOMATCH { return .noMatch }
        guard result >= 0 else { return .undecided }
        guard count > 0, let positions = pcre2_get_ovector_pointer_8(state.data) else { return .match }
        groups.removeAll(keepingCapacity: true)
        for index in 0..<count {
            // Groups after the last that took part are left as they were before the match.
            let isSet = index < Int(result) && positions[2 * index] != ~0
            groups.append(isSet ? positions[2 * index]..<positions[2 * index + 1] : nil)
        }
        return .match
    }
}
