"""Articles with definition lists, whole and broken ones."""

JA = """<h1>灯台の言葉</h1><dl>
<dt>灯質<dt>光り方<dd>光の色と間隔のこと。<dd><p>海図に書く。</p><ul><li>白</li><li>赤</li></ul>
<div><dt><h3>光達距離</h3></dt><dd>光の届く距離。<dl><dt>海里</dt><dd>1852メートル。</dd></dl></dd></div>
</dl><p>ここで終わる。</p>"""
EN = """<h1>Words of the Lighthouse</h1><dl>
<dt>Character<dt>Rhythm<dd>The color and the interval of a light.<dd><p>Charts give it.</p><ul><li>White</li><li>Red</li></ul>
<div><dt><h3>Range</h3></dt><dd>How far a light is seen.<dl><dt>Nautical mile</dt><dd>1,852 meters.</dd></dl></dd></div>
</dl><p>It ends here.</p>"""
BROKEN = """<h1>{0}</h1><dl><dd>{0} 1</dd><dt>{0} 2</dt></dl><dl></dl><dl><dt>{0} 3</dt></dl><dt>{0} 4</dt><dd>{0} 5</dd>
<dl><dt>{0} 6</dt><dd><h2>{0} 7</h2><blockquote><p>{0} 8</p></blockquote></dd></dl>"""
