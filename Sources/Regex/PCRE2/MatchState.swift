import CPCRE2
import Glibc

/// What PCRE2 writes to while it matches: one for each thread, so that matching takes neither locks nor memory.
final class MatchState {
    let data: OpaquePointer
    let context: OpaquePointer
    private let capacity: Int

    private init?(capacity: Int) {
        guard let data = pcre2_match_data_create_8(UInt32(capacity), nil) else { return nil }
        guard let context = pcre2_match_context_create_8(nil) else {
            pcre2_match_data_free_8(data)
            return nil
        }
        // Beyond these a pattern backtracks badly, and the linear matcher is faster.
        pcre2_set_match_limit_8(context, 100_000)
        pcre2_set_depth_limit_8(context, 10_000)
        pcre2_set_heap_limit_8(context, 1024)
        self.data = data
        self.context = context
        self.capacity = capacity
    }

    deinit {
        pcre2_match_data_free_8(data)
        pcre2_match_context_free_8(context)
    }

    /// The calling thread's state, with room for that many groups.
    static func current(groups: Int) -> MatchState? {
        if let pointer = pthread_getspecific(key) {
            let state = Unmanaged<MatchState>.fromOpaque(pointer).takeUnretainedValue()
            if state.capacity >= groups { return state }
        }
        guard let state = MatchState(capacity: max(16, groups)) else { return nil }
        if let pointer = pthread_getspecific(key) { Unmanaged<MatchState>.fromOpaque(pointer).release() }
        pthread_setspecific(key, Unmanaged.passRetained(state).toOpaque())
        return state
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { pointer in
            if let pointer { Unmanaged<MatchState>.fromOpaque(pointer).release() }
        }
        return key
    }()
}
