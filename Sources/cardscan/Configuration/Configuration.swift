import Lint

/// What `.cardscan.yaml` says. The command line outranks it.
struct Configuration: Equatable {
    var activeWithin: PrometheusDuration?
    var maxMemory: ByteSize?
    var limit: Int?
    var color: ColorChoice?
    var price: Price?

    private enum Key: String, CaseIterable {
        case activeWithin = "active_within"
        case maxMemory = "max_memory"
        case limit, color
        case pricePer1000Series = "price_per_1000_series"
        case currency
    }

    init() {}

    /// Reads the content of a configuration file; every key must be known and every value make sense.
    init(parsing bytes: [UInt8]) throws(YAMLProblem) {
        guard let root = try YAMLReader.read(bytes) else { return }
        guard case .mapping(let entries) = root.content else {
            throw YAMLProblem(position: root.position, message: "expected keys and values, such as 'limit: 50'")
        }
        var currency: YAMLEntry?
        for entry in entries {
            guard let key = Key(rawValue: entry.key) else { throw Self.unknown(entry) }
            do throws(ArgumentProblem) {
                let text = try Self.text(entry.value)
                switch key {
                case .activeWithin: activeWithin = try PrometheusDuration(parsing: text)
                case .maxMemory: maxMemory = try ByteSize(parsing: text)
                case .limit: limit = try Self.limit(text)
                case .color: color = try Self.color(text)
                case .pricePer1000Series: price = Price(perThousandSeries: try Self.price(text), currency: "")
                case .currency: currency = entry
                }
            } catch {
                throw YAMLProblem(position: entry.value.position, message: "\(entry.key): \(error.description)")
            }
        }
        guard let currency, case .scalar(let name, _) = currency.value.content else { return }
        guard price != nil else {
            throw YAMLProblem(
                position: currency.keyPosition, message: "currency has no meaning without price_per_1000_series")
        }
        price?.currency = name
    }

    private static func unknown(_ entry: YAMLEntry) -> YAMLProblem {
        let keys = Key.allCases.map(\.rawValue)
        let advice =
            Spelling.nearest(to: entry.key, among: keys).map { "did you mean '\($0)'?" }
            ?? "known are \(keys.joined(separator: ", "))"
        return YAMLProblem(
            position: entry.keyPosition,
            message: "there is no key '\(Escaper.show(entry.key, columns: 60))'; \(advice)")
    }

    private static func text(_ node: YAMLNode) throws(ArgumentProblem) -> String {
        guard case .scalar(let text, _) = node.content else { throw ArgumentProblem("expected a single value") }
        return text
    }

    private static func limit(_ text: String) throws(ArgumentProblem) -> Int {
        guard let limit = Int(text), limit >= 0 else { throw ArgumentProblem("expected a number of rows, 0 for all") }
        return limit
    }

    private static func color(_ text: String) throws(ArgumentProblem) -> ColorChoice {
        guard let choice = ColorChoice(rawValue: text) else { throw ArgumentProblem("expected auto, always or never") }
        return choice
    }

    private static func price(_ text: String) throws(ArgumentProblem) -> Double {
        guard let price = Double(text), price.isFinite, price >= 0, price < 1e12 else {
            throw ArgumentProblem("expected an amount of money, such as 8.00")
        }
        return price
    }
}
