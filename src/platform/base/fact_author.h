// Whose account an open fact names. The accounts of protection are known to whoever reads the
// database: where one of them stands in what is about a person, that person is one of theirs.
#pragma once

namespace jatigi {

enum class FactAuthor {
    named,             // By its number.
    hidden,            // By a tag, another one for each command.
    hidden_in_stream,  // By a tag, the same in all of one stream: who said so, and who too.
};

}  // namespace jatigi
