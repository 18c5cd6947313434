import Testing

@testable import PromQL

@Suite struct ConformanceTests {
    @Test func everyLineIsRead() {
        #expect(ConformanceLine.accepted.count >= 2000)
        #expect(ConformanceLine.rejected.count >= 1500)
    }

    @Test func acceptsWhatPrometheusAccepts() {
        for line in ConformanceLine.all {
            for (language, accepts) in [(Language.standard, line.acceptDefault), (.everything, line.acceptAll)] {
                do throws(PromQLError) {
                    _ = try Expression(parsing: line.input, as: language)
                    #expect(accepts, "\(line.id) must be refused: \(line.input)")
                } catch {
                    #expect(!accepts, "\(line.id) must be accepted: \(error) in \(line.input)")
                }
            }
        }
    }

    /// The whole tree, node by node, with all a node says and where it stands.
    ///
    /// Positions differ on purpose in two cases: here `anchored` and `smoothed` belong to the selector they change, and
    /// a selector with a computed offset ends with it, where Prometheus at times takes in the parenthesis that follows;
    /// so it does for an aggregation before a comment and a parenthesis, which is the one line named here.
    @Test func buildsTheSameTree() {
        for line in ConformanceLine.accepted {
            guard let expression = try? Expression(parsing: line.input, as: .everything) else { continue }
            let hasOtherEnds =
                ["anchored", "smoothed", "offsetexpr="].contains { line.sexpr?.contains($0) == true }
                || line.id == "pa-01696"
            if hasOtherEnds {
                #expect(expression.sExpression(withPositions: false) == line.sexpr, "\(line.id) \(line.input)")
            } else {
                #expect(expression.sExpression(withPositions: true) == line.sexprPos, "\(line.id) \(line.input)")
            }
        }
    }

    /// Prometheus prints the empty selector, which `info()` takes, as nothing, and cannot read that back.
    @Test func printsTheCanonicalForm() throws {
        for line in ConformanceLine.accepted {
            guard let expression = try? Expression(parsing: line.input, as: .everything) else { continue }
            #expect(expression.type.rawValue == line.type, "\(line.id) \(line.input)")
            let printed = expression.description.replacing(", {})", with: ", )")
            #expect(printed == line.canonical, "\(line.id) \(line.input)")
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
            expression.visit { node in
                if case .call(let call) = node.kind { functions.insert(call.function.name) }
                if case .aggregation(let aggregation) = node.kind {
                    aggregations.insert(aggregation.aggregator.rawValue)
                }
            }
            #expect(functions == Set(line.functions ?? []), "\(line.id)")
            #expect(aggregations == Set(line.aggregations ?? []), "\(line.id)")
            let names = expression.selectors.flatMap { vector in
                vector.selector.matchers.filter { $0.name == Matcher.nameLabel && $0.type == .equal }.map(\.value)
            }
            #expect(Set(names) == Set(line.metrics ?? []), "\(line.id)")
        }
    }

    /// The first error: Prometheus' own words, at bytes that Prometheus points at too.
    ///
    /// Prometheus points at all that follows an unknown character, and here at the character alone; so that what is
    /// asked is that the two ranges touch.
    @Test func reportsTheFirstErrorWherePrometheusDoes() {
        for line in ConformanceLine.all {
            for (language, verdict) in [
                (Language.everything, line.error), (.standard, line.errorDefault ?? line.error),
            ] {
                guard let verdict else { continue }
                do throws(PromQLError) {
                    _ = try Expression(parsing: line.input, as: language)
                } catch {
                    let touches = error.range.lowerBound <= verdict.end && verdict.start <= error.range.upperBound
                    #expect(touches, "\(line.id) \(error) at \(error.range), not \(verdict) in \(line.input)")
                    #expect(error.message == verdict.msg, "\(line.id) at \(error.range) in \(line.input)")
                }
            }
        }
    }
}
