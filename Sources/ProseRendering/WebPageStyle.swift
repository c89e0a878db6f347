/// The style of a ``WebPage``. A change is visible without colour: removed text is struck through and added text
/// underlined, for black and white and for forced colours.
enum WebPageStyle {
    static let sheet: StaticString = """
        :root { color-scheme: light dark; --ink: #1c1c1e; --paper: #fff; --faint: #5a5a60; --rule: #d4d4d8;
          --added: #0a5226; --added-paper: #dff5e5; --removed: #8a1a15; --removed-paper: #fde7e5;
          --moved: #1a4a8a; --moved-paper: #e6effb }
        @media (prefers-color-scheme: dark) { :root { --ink: #e8e8ea; --paper: #161618; --faint: #a6a6ae; --rule: #3c3c42;
          --added: #a6e8bb; --added-paper: #12351f; --removed: #ffb9b3; --removed-paper: #451a17;
          --moved: #aecdfb; --moved-paper: #172c49 } }
        * { box-sizing: border-box }
        html { background: var(--paper); color: var(--ink); font: 1.0625rem/1.6 Georgia, "DejaVu Serif", serif }
        body { margin: 0 }
        main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.25rem }
        h1, h2, dl, th, footer, summary, sup { font-family: system-ui, "DejaVu Sans", sans-serif }
        h1 { font-size: 1.35rem; line-height: 1.3; margin: 0 0 .75rem; overflow-wrap: anywhere }
        h2 { font-size: .875rem; color: var(--faint); border-top: 1px solid var(--rule); padding-top: .75rem;
          margin: 1.75rem 0 .5rem }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .125rem 1rem; font-size: .875rem; margin: 0 }
        dt { color: var(--faint) }
        dd { margin: 0; overflow-wrap: anywhere }
        .text { overflow-wrap: anywhere; tab-size: 4 }
        .text p { margin: 0 0 .9em }
        h1, .text p, td { text-align: start }
        ins, del, .moved, .other { unicode-bidi: isolate; border-radius: .15em; padding: 0 .1em }
        ins { color: var(--added); background: var(--added-paper); text-decoration: underline }
        del { color: var(--removed); background: var(--removed-paper); text-decoration: line-through }
        mark.hole { color: inherit; background: var(--moved-paper); border: 1px dashed currentColor; border-left-width: 4px;
          padding: .1em .4em; font: .875em system-ui, sans-serif; print-color-adjust: exact }
        .grave { font-weight: bold; text-decoration-thickness: .12em }
        .moved { --ground: var(--moved-paper); color: inherit; background: var(--moved-paper); outline: 1px dashed var(--moved) }
        [data-mark] { white-space: nowrap }
        :has(> [data-mark]) { padding-inline-end: 0 }
        [data-mark]::after { content: attr(data-mark); font: .6875rem/1 system-ui, sans-serif; vertical-align: super;
          display: inline-block; padding-inline-start: .25em; color: var(--faint); background: var(--ground, var(--paper));
          box-shadow: 0 .8em var(--ground, var(--paper)), 0 -.3em var(--ground, var(--paper)); text-decoration: none }
        .gap { display: inline-block; white-space: pre; background: var(--ground, var(--paper)); text-decoration: none }
        .cut { color: var(--moved); font-size: .8125em }
        .moved a { color: var(--moved) }
        del.moved { text-decoration: line-through var(--moved) }
        del.moved a { text-decoration: inherit }
        .fold { margin: 0 0 .9em; padding-inline-start: .75rem; border-inline-start: 3px solid var(--rule) }
        summary { color: var(--faint); font-size: .875rem; cursor: pointer }
        .fold[open] summary { margin-bottom: .5rem }
        table { border-collapse: collapse; width: 100% }
        th, td { vertical-align: top; text-align: start; padding: .2rem 0 }
        thead th { color: var(--faint); font-size: .8125rem; font-weight: normal }
        tbody th { width: 9.5rem; padding-inline-end: 1rem; font-size: .875rem; font-weight: normal }
        tbody + tbody tr:first-child > * { padding-top: .9rem }
        th small { color: var(--faint); font-size: .75rem; display: block }
        td { white-space: pre-line }
        .other { background: var(--moved-paper); border-bottom: 2px dotted var(--moved) }
        sup { font-size: .6875rem; line-height: 1; color: var(--moved); margin-inline-start: .2em }
        footer { border-top: 1px solid var(--rule); margin-top: 2rem; padding-top: .75rem; font-size: .875rem;
          color: var(--faint) }
        @media (max-width: 34rem) { dl { display: block } tbody th { width: 5.5rem; padding-inline-end: .5rem } }
        @media print {
          :root { color-scheme: light; --ink: #000; --paper: #fff; --faint: #444; --rule: #bbb; --added: #0a5226;
            --added-paper: #e6f6ea; --removed: #8a1a15; --removed-paper: #fdeceb; --moved: #1a4a8a; --moved-paper: #eaf1fb }
          html { font-size: 10.5pt }
          main { max-width: none; padding: 0 }
          h1, h2 { break-after: avoid }
          p, td { orphans: 3; widows: 3 }
          tr, summary { break-inside: avoid }
          a { color: inherit }
          @page { margin: 2cm }
        }
        """
}
