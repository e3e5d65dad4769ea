using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Booking.Service.Cli;

/// <summary>A command whose help goes on after the list of its options: what it changes, whether the service may run meanwhile, examples.</summary>
/// <param name="more">Lines as they are printed.</param>
sealed class Explained(string name, string description, string more) : Command(name, description)
{
    public string More => more;
}

/// <summary>The usual help, and what an <see cref="Explained"/> command has to say after it.</summary>
sealed class ExplainedHelp(HelpAction usual) : SynchronousCommandLineAction
{
    public override int Invoke(ParseResult parseResult)
    {
        var code = usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is Explained { More: var more })
        {
            parseResult.InvocationConfiguration.Output.WriteLine(more);
            parseResult.InvocationConfiguration.Output.WriteLine();
        }

        return code;
    }
}
