// Copies and files of what is selected.
const copyActions = () => [];
