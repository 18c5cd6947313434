import Lint
import YAML
import Spelling

/// What `.cardscan.yaml` says. The command line outranks it.
struct Configuration {
    var activeWithin: PrometheusDuration?
    var maxMemory: ByteSize?
    var limit: Int?
    var color: ColorChoice?
    var price: Price?
    /// The settings of `lint`, with the standard ones where it says nothing.
    var lint = LintSettings()

    enum Key: String, CaseIterable {
        case activeWithin = "active_within"
        case maxMemory = "max_memory"
        case limit, color
        case pricePer1000Series = "price_per_1000_series"
        case currency, lint
    }

    init() {}

    /// Reads the content of a configuration file; every key must be known and every value make sense.
    init(parsing bytes: [UInt8]) throws(ConfigurationProblem) {
        let source = SourceText(bytes)
        do throws(SettingsError) {
            try read(YAMLStream(parsing: source, limits: YAMLLimits(nodes: 20_000, depth: 16)))
        } catch {
            throw ConfigurationProblem(position: source.position(of: error.range.lowerBound), message: error.message)
        }
    }

    private mutating func read(_ stream: YAMLStream) throws(SettingsError) {
        if let error = stream.error { throw SettingsError(error.message, at: error.range) }
        if stream.documents.count > 1 {
            throw SettingsError("expected one document, found a second", at: stream.documents[1].range)
        }
        guard let root = stream.documents.first?.root else { return }
        guard let mapping = root.mapping else {
            throw SettingsError("expected keys and values, such as 'limit: 50'", at: root.range)
        }
        var currency: YAMLEntry?
        for entry in mapping.entries {
            guard let key = Key(rawValue: entry.name) else { throw Self.unknown(entry) }
            if key == .lint {
                try SettingsReader(checks: Checks.names).read(entry.value, into: &lint)
                continue
            }
            do throws(ArgumentProblem) {
                let text = try Self.text(entry.value)
                switch key {
                case .lint: break
                case .activeWithin: activeWithin = try PrometheusDuration(parsing: text)
                case .maxMemory: maxMemory = try ByteSize(parsing: text)
                case .limit: limit = try WholeNumber.rows(text)
                case .color: color = try ColorChoice(parsing: text)
                case .pricePer1000Series: price = Price(perThousandSeries: try Self.price(text), currency: "")
                case .currency: currency = entry
                }
            } catch {
                throw SettingsError("\(entry.name): \(error.description)", at: entry.value.range)
            }
        }
        guard let currency, let name = currency.value.scalar?.value else { return }
        guard price != nil else {
            throw SettingsError("currency has no meaning without price_per_1000_series", at: currency.key.range)
        }
        price?.currency = name
    }

    private static func unknown(_ entry: YAMLEntry) -> SettingsError {
        let advice = Spelling.advice(for: entry.name, among: Key.allCases.map(\.rawValue))
        return SettingsError(
            "there is no key '\(Escaper.show(entry.name, columns: 60))'; \(advice)", at: entry.key.range)
    }

    private static func text(_ node: YAMLNode) throws(ArgumentProblem) -> String {
        guard let scalar = node.scalar else { throw ArgumentProblem("expected a single value") }
        return scalar.value
    }

    private static func price(_ text: String) throws(ArgumentProblem) -> Double {
        guard let price = Double(text), price.isFinite, price >= 0, price < 1e12 else {
            throw ArgumentProblem("expected an amount of money, such as 8.00")
        }
        return price
    }
}

/// What is wrong with `.cardscan.yaml`, and where; without a position when it could not be read.
struct ConfigurationProblem: Error, Equatable {
    var position: SourcePosition?
    var message: String
}
