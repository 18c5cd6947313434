import ArgumentParser

@main
struct Cardscan: ParsableCommand {
    mutating func run() throws { print("cardscan") }
}
