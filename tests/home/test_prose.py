from home.prose import to_html


def test_empty_lines_part_paragraphs():
    assert to_html("One\nline.\n\nTwo.") == "<p>One line.</p>\n<p>Two.</p>"


def test_a_list_is_a_list_even_right_after_a_sentence():
    assert to_html("Take:\n- a\n- b\nThen go.") == "<p>Take:</p>\n<ul><li>a</li><li>b</li></ul>\n<p>Then go.</p>"


def test_headings_and_bold_words():
    assert to_html("## Who\n**You** see it.") == "<h2>Who</h2>\n<p><b>You</b> see it.</p>"


def test_a_list_line_may_go_on_below():
    assert to_html("- a\n  b\n- c") == "<ul><li>a b</li><li>c</li></ul>"


def test_html_from_outside_is_text():
    assert to_html("<script>x</script> & **<b>**") == ("<p>&lt;script&gt;x&lt;/script&gt; &amp; <b>&lt;b&gt;</b></p>")


def test_nothing_is_nothing():
    assert to_html("  \n ") == ""
