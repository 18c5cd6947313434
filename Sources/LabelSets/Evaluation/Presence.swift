/// Whether a series has the samples that a selector needs, as its lifetimes tell.
struct Presence {
    /// What was found of the series of a selector together.
    struct Verdict {
        /// Series of which it is not certain.
        var uncertain = 0
        /// Whether all are there all the time.
        var isSteady = true
    }

    /// Why a count is a bound if some series are uncertain.
    let reason: BoundReason
    private let frame: TimeFrame
    /// Samples later than `from - length` and not after `to` count.
    private let length: Int64
    private let samples: Int
    private let isRange: Bool
    private let interval: Int64

    /// For instant selectors, which take the latest sample.
    init(instantsOf frame: TimeFrame, _ options: EvaluationOptions) {
        self.frame = frame
        length = max(1, options.lookback)
        samples = 1
        isRange = false
        interval = min(max(0, options.sampleInterval), length - 1)
        reason = .presence
    }

    init(rangesOf frame: TimeFrame, length: Int64, samples: Int, _ options: EvaluationOptions) {
        self.frame = frame
        self.length = max(0, length)
        self.samples = samples
        isRange = true
        interval = max(0, options.sampleInterval)
        reason = samples > 1 ? .tooFewSamples : .presence
    }

    @inline(__always)
    func admits(_ row: UInt32, _ lifetimes: Lifetimes, _ verdict: inout Verdict) -> Bool {
        guard lifetimes.contains(row, isPossible) else { return false }
        if !lifetimes.contains(row, isCertain) { verdict.uncertain += 1 }
        if !frame.isInstant, verdict.isSteady, !lifetimes.contains(row, isSteady) { verdict.isSteady = false }
        return true
    }

    private func isPossible(_ lifetime: Lifetime) -> Bool {
        lifetime.first <= frame.to && lifetime.last > saturated(frame.from, plus: -length)
            && (samples < 2 || lifetime.first < lifetime.last)
    }

    private func isCertain(_ lifetime: Lifetime) -> Bool {
        guard lifetime.isKnown, frame.isKnown else { return false }
        if !frame.isInstant {
            let lived = min(lifetime.last, frame.to) &- max(lifetime.first, frame.from)
            return isSteady(lifetime) || lived >= frame.step &+ interval &* Int64(samples)
        }
        guard isRange else {
            // Older last samples may be staleness markers.
            return lifetime.first <= frame.to && lifetime.last >= saturated(frame.to, plus: -interval)
        }
        let start = saturated(frame.from, plus: -length)
        if samples == 1, lifetime.first > start { return lifetime.first <= frame.to }
        let lived = min(lifetime.last, frame.to) &- max(lifetime.first, start)
        return lived >= interval &* Int64(samples)
    }

    /// Whether it is there whenever the frame looks.
    private func isSteady(_ lifetime: Lifetime) -> Bool {
        guard lifetime.isKnown, frame.isKnown else { return false }
        let needed = samples > 1 ? interval &* 2 : 0
        return lifetime.first <= saturated(frame.from, plus: -needed)
            && lifetime.last >= saturated(frame.to, plus: -interval) && (!isRange || length >= needed)
    }
}
