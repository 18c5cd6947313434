/// Every check there is, in the order of its name.
package enum Checks {
    package static let all: [any Check.Type] = []
}
