-- Cards that were printed (src/people/registry/card_paper_view.h): keyed digests of the serial, and of the serial
-- and the command that printed it, in no order.
CREATE TABLE card_on_paper(
    tag {BYTES} PRIMARY KEY,
    print {BYTES} NOT NULL
) {CLUSTERED};
