/// The page's style, served beside it: the page's policy allows no style inside it.
enum ListenStyle {
    static let css = """
        :root { color-scheme: light dark; --ink: #1d2129; --soft: #5d6675; --line: #dfe3ea; --paper: #fbfbfd;
          --card: #ffffff; --bar: #4f7cff; --bar2: #18a57b; --warn: #b25e00; --bad: #c62f3d; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ef; --soft: #9aa4b5; --line: #2b313c;
          --paper: #14171d; --card: #1b1f27; --bar: #7d9cff; --bar2: #3fcf9f; --warn: #f0a04b; --bad: #ff7480; } }
        * { box-sizing: border-box; }
        body { margin: 0; padding: 1.5rem; background: var(--paper); color: var(--ink);
          font: 14px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
        main { max-width: 76rem; margin: 0 auto; }
        h1 { font-size: 1.25rem; margin: 0; } h2 { font-size: 1rem; margin: 2rem 0 .5rem; }
        a { color: inherit; text-decoration-color: var(--bar); text-underline-offset: .2em; }
        header { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; align-items: baseline; }
        .soft { color: var(--soft); } .warn { color: var(--warn); } .bad { color: var(--bad); font-weight: 600; }
        .numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem;
          margin: 1rem 0; padding: 0; }
        .numbers div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
          padding: .6rem .8rem; }
        .numbers dt { color: var(--soft); font-size: .8rem; } .numbers dd { margin: 0; font-size: 1.35rem; }
        .numbers dd small { font-size: .8rem; color: var(--soft); display: block; }
        .chart { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem;
          margin: .75rem 0; }
        .chart svg { display: block; width: 100%; height: 5rem; } .chart p { margin: 0; font-size: .8rem; }
        .active { stroke: var(--bar); fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
        .rate { stroke: var(--bar2); fill: none; stroke-width: 1.5; vector-effect: non-scaling-stroke; }
        .key-active { color: var(--bar); } .key-rate { color: var(--bar2); }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; background: var(--card); border: 1px solid var(--line); }
        th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid var(--line); vertical-align: top; }
        th { color: var(--soft); font-weight: 500; font-size: .8rem; white-space: nowrap; }
        td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        td.name { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85rem; overflow-wrap: anywhere; }
        td svg { width: 6rem; height: .7rem; } .share { fill: var(--bar); } .rest { fill: var(--line); }
        ul.notes { margin: .5rem 0; padding-left: 1.2rem; }
        """
}
