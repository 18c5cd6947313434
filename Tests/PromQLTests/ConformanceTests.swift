import Testing

@testable import PromQL

@Suite struct ConformanceTests {
    @Test func everyLineIsRead() {
        #expect(ConformanceLine.accepted.count == 2000)
        #expect(ConformanceLine.rejected.count == 1500)
    }

    @Test func acceptsWhatPrometheusAccepts() {
        for line in ConformanceLine.all {
            for (language, accepts) in [(Language.standard, line.accept_default), (.everything, line.accept_all)] {
                do throws(PromQLError) {
                    _ = try Expression(parsing: line.input, as: language)
                    #expect(accepts, "\(line.id) must be refused: \(line.input)")
                } catch {
                    #expect(!accepts, "\(line.id) must be accepted: \(error) in \(line.input)")
                }
            }
        }
    }

    @Test func printsTheCanonicalForm() throws {
        for line in ConformanceLine.accepted {
            guard let expression = try? Expression(parsing: line.input, as: .everything) else { continue }
            #expect(expression.description == line.canonical, "\(line.id) \(line.input)")
            #expect(expression.type.rawValue == line.type, "\(line.id) \(line.input)")
            // What is printed reads back as the same.
            let again = try? Expression(parsing: expression.description, as: .everything)
            #expect(again?.description == line.canonical, "\(line.id) \(line.input)")
        }
    }

    @Test func findsSelectorsAndNames() throws {
        for line in ConformanceLine.accepted {
            guard let expression = try? Expression(parsing: line.input, as: .everything) else { continue }
            let found = expression.selectors.map { vector in
                vector.selector.matchers.map { [$0.name, $0.type.rawValue, $0.value] }
            }
            #expect(found == line.selectors?.map { $0.matchers.map { [$0.n, $0.o, $0.v] } }, "\(line.id)")
            #expect(
                expression.selectors.map { $0.selector.name ?? "" } == line.selectors?.map(\.name), "\(line.id)")
            var functions: Set<String> = []
            var aggregations: Set<String> = []
            expression.forEach { node in
                if case .call(let call) = node.kind { functions.insert(call.function.name) }
                if case .aggregation(let aggregation) = node.kind {
                    aggregations.insert(aggregation.aggregator.rawValue)
                }
            }
            #expect(functions == Set(line.functions ?? []), "\(line.id)")
            #expect(aggregations == Set(line.aggregations ?? []), "\(line.id)")
        }
    }

    /// The first error: Prometheus' own words, at bytes that Prometheus points at too.
    ///
    /// Prometheus points at all that follows an unknown character, and here at the character alone; so that what is
    /// asked is that the two ranges touch.
    @Test func reportsTheFirstErrorWherePrometheusDoes() {
        for line in ConformanceLine.all {
            for (language, verdict) in [
                (Language.everything, line.error), (.standard, line.error_default ?? line.error),
            ] {
                guard let verdict else { continue }
                do throws(PromQLError) {
                    _ = try Expression(parsing: line.input, as: language)
                } catch {
                    let touches = error.range.lowerBound <= verdict.end && verdict.start <= error.range.upperBound
                    #expect(touches, "\(line.id) \(error) at \(error.range), not \(verdict) in \(line.input)")
                    let message = Self.comparable(verdict.msg)
                    #expect(
                        Self.comparable(error.message) == message, "\(line.id) at \(error.range) in \(line.input)")
                }
            }
        }
    }

    private static func comparable(_ message: String) -> String { message }
}
