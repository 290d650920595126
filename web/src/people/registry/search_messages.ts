import { add_messages } from "../../app/messages.ts";
import "./messages.ts";
import fr from "./search.fr.json";

add_messages(fr, () => import("./search.en.json"));
